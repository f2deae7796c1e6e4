using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Up to 256 activations rounded to eight bits, in five lines of cache: 256 signed bytes, then either sixteen sums of sixteen (16-bit) and one scale, or
/// eight scales (floats). The values are ggml's own (<c>quantize_row_q8_K</c>, <c>quantize_row_q8_0</c>), the layout is not.
/// </summary>
internal static unsafe class PackedBlock
{
    public const int SizeBytes = 320;
    public const int Elements = 256;

    /// <summary>Sixteen sums of sixteen neighbouring bytes each, when there is one scale.</summary>
    public const int SumsAt = 256;

    /// <summary>The scale, when there is one.</summary>
    public const int ScaleAt = 288;

    /// <summary>The scales of 32 elements each, when there are eight.</summary>
    public const int ScalesAt = 256;

    // Added to a small float, it leaves the nearest integer in the lower bits: ties go to even, as ggml's nearest_int has them.
    private const float Rounder = 12582912f;

    /// <summary>Rounds 256 activations with one scale: the largest magnitude becomes 127.</summary>
    [MethodImpl(Compilation.Loop)]
    public static void PackBy256(float* x, byte* block)
    {
        float inverse = Inverse(Largest(x, Elements));
        var sums = (short*)(block + SumsAt);
        for (int i = 0; i < Elements; i += 32)
        {
            (sums[i / 16], sums[(i / 16) + 1]) = Round32(x + i, inverse, (sbyte*)block + i);
        }

        *(float*)(block + ScaleAt) = inverse == 0 ? 0 : 1 / inverse;
    }

    /// <summary>Rounds up to 256 activations with a scale for each 32, itself rounded to a half.</summary>
    [MethodImpl(Compilation.Loop)]
    public static void PackBy32(float* x, int count, byte* block)
    {
        var scales = (float*)(block + ScalesAt);
        for (int i = 0; i < count; i += 32)
        {
            float largest = Largest(x + i, 32);
            Round32(x + i, Inverse(largest), (sbyte*)block + i);
            scales[i / 32] = (float)(Half)(largest / 127f);
        }
    }

    private static float Largest(float* x, int count)
    {
        Vector256<float> largest = Vector256<float>.Zero;
        for (int i = 0; i < count; i += 8) largest = Vector256.Max(largest, Vector256.Abs(Vector256.Load(x + i)));
        Vector128<float> four = Vector128.Max(largest.GetLower(), largest.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>0 where there is nothing to divide by.</summary>
    private static float Inverse(float largest)
    {
        float inverse = 127f / largest;
        return float.IsFinite(inverse) ? inverse : 0;
    }

    /// <summary>Rounds 32 activations; the sums of the first and the last sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (short First, short Last) Round32(float* x, float inverse, sbyte* destination)
    {
        Vector256<int> a = Round8(x, inverse);
        Vector256<int> b = Round8(x + 8, inverse);
        Vector256<int> c = Round8(x + 16, inverse);
        Vector256<int> d = Round8(x + 24, inverse);
        Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).Store(destination);
        return ((short)Vector256.Sum(a + b), (short)Vector256.Sum(c + d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Round8(float* x, float inverse) =>
        ((Vector256.Load(x) * inverse) + Vector256.Create(Rounder)).AsInt32() - Vector256.Create(Rounder).AsInt32();
}
