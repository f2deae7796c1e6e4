using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Inference.Kernels;

/// <summary>Hints about memory that is needed soon. A hint never faults, so it may point behind the end of a tensor.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Bytes of a line on x86-64.</summary>
    public const int SizeBytes = 64;

    /// <summary>Fetches the line at <paramref name="address"/> into the second-level cache, which has room for weights and leaves the first to activations.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }
}
