using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>32-bit floats, in blocks of 32 for the loop's sake.</summary>
internal readonly unsafe struct F32Weights : IWeightFormat
{
    public static int BlockElements => 32;

    public static int BlockBytes => 128;

    public static float DotScale => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int i = 0; i < 32; i += TLanes.Count)
            sum = TLanes.MultiplyAdd(TLanes.Load((float*)block + i), TLanes.Load(x + i), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int i = 0; i < 32; i += TLanes.Count)
            TLanes.Store(destination + i, TLanes.Load((float*)block + i));
    }

    public static float WidenElement(byte* tail, int index) => ((float*)tail)[index];
}
