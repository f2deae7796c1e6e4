using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Halves by their bits: sign, exponent and fraction are moved to a float's fields, which leaves a number that is 2^112 too small, the difference of the
/// exponents' biases. Exact, also for subnormals; infinities and NaN come out finite.
/// </summary>
internal static unsafe class HalfBits
{
    /// <summary>2^112, exact.</summary>
    public const float Scale = ScaleRoot * ScaleRoot;

    /// <summary>2^56, exact.</summary>
    public const float ScaleRoot = 72057594037927936f;

    /// <summary>The bits of a float that a half fills.</summary>
    public const int Mask = unchecked((int)0x8FFFE000);

    /// <summary>One half as a float.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToFloat(ushort half) => ToUnscaled(half) * Scale;

    /// <summary>One half as a float that lacks <see cref="Scale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float ToUnscaled(ushort half) => BitConverter.Int32BitsToSingle(((short)half << 13) & Mask);

    /// <summary>Four halves from four places as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> ToFloats(byte* a, byte* b, byte* c, byte* d) =>
        ((Vector128.Create(*(short*)a, *(short*)b, *(short*)c, *(short*)d) << 13) & Vector128.Create(Mask)).AsSingle() * Scale;
}
