using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>
/// Q8_0: blocks of one half-precision scale and 32 signed bytes. Activations stay floats, so results are closer to the exact product than
/// ggml's, which rounds activations to eight bits as well.
/// </summary>
internal readonly unsafe struct Q8Weights : IWeightFormat
{
    public static int BlockElements => 32;

    public static int BlockBytes => 34;

    public static float DotScale => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector DotBlock<TLanes, TVector>(byte* block, float* x, TVector sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        var quants = (sbyte*)(block + 2);
        TVector partial = TLanes.Multiply(TLanes.LoadBytes(quants), TLanes.Load(x));
        for (int i = TLanes.Count; i < 32; i += TLanes.Count)
            partial = TLanes.MultiplyAdd(TLanes.LoadBytes(quants + i), TLanes.Load(x + i), partial);
        return TLanes.MultiplyAdd(partial, TLanes.Broadcast(Scale(block)), sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WidenBlock<TLanes, TVector>(byte* block, float* destination)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector scale = TLanes.Broadcast(Scale(block));
        for (int i = 0; i < 32; i += TLanes.Count)
            TLanes.Store(destination + i, TLanes.Multiply(TLanes.LoadBytes((sbyte*)(block + 2) + i), scale));
    }

    public static float WidenElement(byte* tail, int index) => throw new NotSupportedException("Rows of Q8_0 are whole blocks.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Scale(byte* block) => ScalarLanes.LoadHalves((ushort*)block) * HalfScale.Whole;
}
