using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Vitrine.Telemetry.Metrics;

/// <summary>
/// Asks the processor for cells that a page will read soon: a family of many series is scattered over the heap, and waiting for memory is
/// then most of what a page costs. A hint only: an object that moves meanwhile makes it useless, never wrong.
/// </summary>
internal static class Prefetch
{
    private const int Distance = 12;

    /// <summary>Hints at the cell that stands some places after <paramref name="index"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Ahead(ReadOnlySpan<Cell> cells, int index)
    {
        if (!Sse.IsSupported || (uint)(index + Distance) >= (uint)cells.Length) return;
        Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.As<Fields>(cells[index + Distance]).First));
    }

    /// <summary>The layout of any object, seen as its first field.</summary>
    private sealed class Fields
    {
        public byte First = default;
    }
}
