using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Q4_K (ggml-common.h, <c>block_q4_K</c>): superblocks of 256 elements in eight sub-blocks of 32, each with a scale and a minimum of six bits.
/// An element is <c>d * scale * nibble - dmin * minimum</c>.
/// </summary>
/// <remarks>
/// Layout: d (F16), dmin (F16), 12 bytes of scales and minima, 128 bytes of nibbles. 32 bytes of nibbles hold two sub-blocks, the first in the
/// lower halves. Activations stay floats, where ggml rounds them to eight bits.
/// </remarks>
internal readonly unsafe struct Q4KWeights : IWeightFormat
{
    private const int ScalesAt = 4;
    private const int NibblesAt = 16;

    public static int BlockElements => 256;

    public static int BlockBytes => 144;

    public static float DotScale => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Unsafe.SkipInit(out SubBlockFactors buffer);
        var factors = (float*)&buffer;
        UnpackFactors(block, factors);
        // Two sums halve the chain of dependent additions.
        TVector odd = TLanes.Broadcast(0f);
        byte* nibbles = block + NibblesAt;
        for (int pair = 0; pair < 4; pair++, nibbles += 32, x += 64, factors += 2)
        {
            TVector scale = TLanes.Broadcast(factors[0]);
            TVector minimum = TLanes.Broadcast(factors[8]);
            for (int i = 0; i < 32; i += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.MultiplyAdd(TLanes.LoadNibbles(nibbles + i, 0), scale, minimum), TLanes.Load(x + i), sum);
            scale = TLanes.Broadcast(factors[1]);
            minimum = TLanes.Broadcast(factors[9]);
            for (int i = 0; i < 32; i += TLanes.Count)
                odd = TLanes.MultiplyAdd(TLanes.MultiplyAdd(TLanes.LoadNibbles(nibbles + i, 4), scale, minimum), TLanes.Load(x + 32 + i), odd);
        }

        return TLanes.Add(sum, odd);
    }

    /// <remarks>Multiplies and adds in two roundings, as ggml does, so that every width gives the same bits.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Unsafe.SkipInit(out SubBlockFactors buffer);
        var factors = (float*)&buffer;
        UnpackFactors(block, factors);
        byte* nibbles = block + NibblesAt;
        for (int pair = 0; pair < 4; pair++, nibbles += 32, destination += 64, factors += 2)
        {
            TVector scale = TLanes.Broadcast(factors[0]);
            TVector minimum = TLanes.Broadcast(factors[8]);
            for (int i = 0; i < 32; i += TLanes.Count)
                TLanes.Store(destination + i, TLanes.Add(TLanes.Multiply(TLanes.LoadNibbles(nibbles + i, 0), scale), minimum));
            scale = TLanes.Broadcast(factors[1]);
            minimum = TLanes.Broadcast(factors[9]);
            for (int i = 0; i < 32; i += TLanes.Count)
                TLanes.Store(destination + 32 + i, TLanes.Add(TLanes.Multiply(TLanes.LoadNibbles(nibbles + i, 4), scale), minimum));
        }
    }

    public static float WidenElement(byte* tail, int index) => throw new NotSupportedException("Rows of Q4_K are whole blocks.");

    /// <summary>Eight times <c>d * scale</c>, then eight times <c>-dmin * minimum</c>.</summary>
    /// <remarks>
    /// Of the three 32-bit words of packed integers the first holds scales 0-3 and the second minima 0-3 in the lower six bits of each byte; the third
    /// holds the lower four bits of scales 4-7 and, above them, of minima 4-7, whose upper two bits are left over in the first and second word.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnpackFactors(byte* block, float* factors)
    {
        float d = ScalarLanes.LoadHalves((ushort*)block) * HalfScale.Whole;
        float dmin = ScalarLanes.LoadHalves((ushort*)block + 1) * HalfScale.Whole;
        var words = (uint*)(block + ScalesAt);
        Unpack(words[0] & 0x3F3F3F3F, d, factors);
        Unpack((words[2] & 0x0F0F0F0F) | ((words[0] >> 2) & 0x30303030), d, factors + 4);
        Unpack(words[1] & 0x3F3F3F3F, -dmin, factors + 8);
        Unpack(((words[2] >> 4) & 0x0F0F0F0F) | ((words[1] >> 2) & 0x30303030), -dmin, factors + 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unpack(uint fourBytes, float factor, float* destination) =>
        (Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(fourBytes).AsByte())).AsInt32()) * factor).Store(destination);
}
