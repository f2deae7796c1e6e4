using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>Floats as they are.</summary>
internal readonly unsafe struct F32Element : IFloatElement
{
    public static int SizeBytes => sizeof(float);

    public static float ScaleRoot => 1f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* source)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.Load((float*)source);

    public static float Load(byte* source) => *(float*)source;
}
