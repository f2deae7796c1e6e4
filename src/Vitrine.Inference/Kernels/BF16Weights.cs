using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>bfloat16, in blocks of 32: the upper halves of floats, so widening is a shift and exact for every value.</summary>
internal readonly unsafe struct BF16Weights : IWeightFormat
{
    public static int BlockElements => 32;

    public static int BlockBytes => 64;

    public static float DotScale => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int i = 0; i < 32; i += TLanes.Count)
            sum = TLanes.MultiplyAdd(TLanes.LoadBFloats((ushort*)block + i), TLanes.Load(x + i), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int i = 0; i < 32; i += TLanes.Count)
            TLanes.Store(destination + i, TLanes.LoadBFloats((ushort*)block + i));
    }

    public static float WidenElement(byte* tail, int index) => ScalarLanes.LoadBFloats((ushort*)tail + index);
}
