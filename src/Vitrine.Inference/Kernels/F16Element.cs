using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>IEEE halves. .NET 10 exposes no F16C, so they are widened by their bits.</summary>
internal readonly unsafe struct F16Element : IFloatElement
{
    public static int SizeBytes => sizeof(ushort);

    public static float ScaleRoot => HalfBits.ScaleRoot;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* source)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadHalves((ushort*)source);

    public static float Load(byte* source) => HalfBits.ToFloat(*(ushort*)source);
}
