using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>The sixteen floats that a superblock of the K formats unpacks its small integers into, on the stack of the kernel.</summary>
[InlineArray(Count)]
internal struct SubBlockFactors
{
    /// <summary>Floats of the array: sixteen scales of Q6_K, or eight scales and eight minima of Q4_K.</summary>
    public const int Count = 16;

    private float _first;
}
