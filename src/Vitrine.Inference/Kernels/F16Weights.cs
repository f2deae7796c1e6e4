using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>IEEE halves, in blocks of 32. .NET 10 exposes no F16C, so they are widened by integer shifts that fuse with the multiplication.</summary>
internal readonly unsafe struct F16Weights : IWeightFormat
{
    public static int BlockElements => 32;

    public static int BlockBytes => 64;

    public static float DotScale => HalfScale.Root;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Broadcast(HalfScale.Root);
        for (int i = 0; i < 32; i += TLanes.Count)
            sum = TLanes.MultiplyAdd(TLanes.LoadHalves((ushort*)block + i), TLanes.Multiply(TLanes.Load(x + i), scale), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Broadcast(HalfScale.Whole);
        for (int i = 0; i < 32; i += TLanes.Count)
            TLanes.Store(destination + i, TLanes.Multiply(TLanes.LoadHalves((ushort*)block + i), scale));
    }

    public static float WidenElement(byte* tail, int index) => (float)((Half*)tail)[index];
}
