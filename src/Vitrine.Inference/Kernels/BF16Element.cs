using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>bfloat16: the upper halves of floats, so widening is a shift.</summary>
internal readonly unsafe struct BF16Element : IFloatElement
{
    public static int SizeBytes => sizeof(ushort);

    public static float ScaleRoot => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* source)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadBFloats((ushort*)source);

    public static float Load(byte* source) => ScalarLanes.LoadBFloats((ushort*)source);
}
