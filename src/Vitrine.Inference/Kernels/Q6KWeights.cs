using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Q6_K (ggml-common.h, <c>block_q6_K</c>): superblocks of 256 elements in sixteen sub-blocks of 16, each with a signed scale of eight bits.
/// An element is <c>d * scale * (six bits - 32)</c>.
/// </summary>
/// <remarks>
/// Layout: 128 bytes of lower four bits, 64 bytes of upper two bits, 16 scales, d (F16). Each half of 128 elements takes 64 and 32 bytes: its four
/// quarters of 32 elements share the 32 bytes of upper bits, two bits each, and the lower bits of quarters 0 and 2, and 1 and 3, share 32 bytes.
/// </remarks>
internal readonly unsafe struct Q6KWeights : IWeightFormat
{
    private const int HighBitsAt = 128;
    private const int ScalesAt = 192;
    private const int FactorAt = 208;

    public static int BlockElements => 256;

    public static int BlockBytes => 210;

    public static float DotScale => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Unsafe.SkipInit(out SubBlockFactors buffer);
        var factors = (float*)&buffer;
        UnpackFactors<TLanes, TVector>(block, factors);
        // A sum for each quarter, so that four chains of additions run at once.
        TVector sum1 = TLanes.Broadcast(0f);
        TVector sum2 = sum1;
        TVector sum3 = sum1;
        for (int half = 0; half < 2; half++, x += 128, factors += 8)
        {
            byte* low = block + (half * 64);
            byte* high = block + HighBitsAt + (half * 32);
            // The 16 elements of a sub-block in every quarter, from four loads of packed bits.
            for (int part = 0; part < 2; part++)
            {
                TVector scale0 = TLanes.Broadcast(factors[part]);
                TVector scale1 = TLanes.Broadcast(factors[part + 2]);
                TVector scale2 = TLanes.Broadcast(factors[part + 4]);
                TVector scale3 = TLanes.Broadcast(factors[part + 6]);
                for (int i = 16 * part; i < 16 * (part + 1); i += TLanes.Count)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.LoadSixBits(low + i, 0, high + i, 0), scale0), TLanes.Load(x + i), sum);
                    sum1 = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.LoadSixBits(low + 32 + i, 0, high + i, 2), scale1), TLanes.Load(x + 32 + i), sum1);
                    sum2 = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.LoadSixBits(low + i, 4, high + i, 4), scale2), TLanes.Load(x + 64 + i), sum2);
                    sum3 = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.LoadSixBits(low + 32 + i, 4, high + i, 6), scale3), TLanes.Load(x + 96 + i), sum3);
                }
            }
        }

        return TLanes.Add(TLanes.Add(sum, sum1), TLanes.Add(sum2, sum3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        Unsafe.SkipInit(out SubBlockFactors buffer);
        var factors = (float*)&buffer;
        UnpackFactors<TLanes, TVector>(block, factors);
        for (int half = 0; half < 2; half++, destination += 128, factors += 8)
        {
            byte* low = block + (half * 64);
            byte* high = block + HighBitsAt + (half * 32);
            for (int i = 0; i < 32; i += TLanes.Count)
            {
                float* scales = factors + (i / 16);
                TLanes.Store(destination + i, TLanes.Multiply(TLanes.LoadSixBits(low + i, 0, high + i, 0), TLanes.Broadcast(scales[0])));
                TLanes.Store(destination + 32 + i, TLanes.Multiply(TLanes.LoadSixBits(low + 32 + i, 0, high + i, 2), TLanes.Broadcast(scales[2])));
                TLanes.Store(destination + 64 + i, TLanes.Multiply(TLanes.LoadSixBits(low + i, 4, high + i, 4), TLanes.Broadcast(scales[4])));
                TLanes.Store(destination + 96 + i, TLanes.Multiply(TLanes.LoadSixBits(low + 32 + i, 4, high + i, 6), TLanes.Broadcast(scales[6])));
            }
        }
    }

    public static float WidenElement(byte* tail, int index) => throw new NotSupportedException("Rows of Q6_K are whole blocks.");

    /// <summary>Sixteen times <c>d * scale</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UnpackFactors<TLanes, TVector>(byte* block, float* factors)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector d = TLanes.Broadcast(ScalarLanes.LoadHalves((ushort*)(block + FactorAt)) * HalfScale.Whole);
        for (int i = 0; i < SubBlockFactors.Count; i += TLanes.Count)
            TLanes.Store(factors + i, TLanes.Multiply(TLanes.LoadBytes((sbyte*)(block + ScalesAt) + i), d));
    }
}
