using System.Runtime.CompilerServices;

namespace Vitrine.Inference.Kernels;

/// <summary>How kernels want to be compiled.</summary>
internal static class Compilation
{
    /// <summary>
    /// For the loops: optimised at once, because a tiered loop would run its first request slowly, and never inlined, because inside a caller the JIT's
    /// inlining budget no longer reaches into their bodies.
    /// </summary>
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
