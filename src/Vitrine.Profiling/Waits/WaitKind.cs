using System.Diagnostics;
using Vitrine.Profiling.NetTrace;

namespace Vitrine.Profiling.Waits;

/// <summary>Two events of the runtime that enclose a wait: the first has the stack, the second the end.</summary>
/// <param name="StartId">The event that begins it.</param>
/// <param name="StopId">The event that ends it, on the same thread.</param>
/// <param name="HasDuration">Whether the end tells the duration itself, else it is the time between the two.</param>
internal sealed record WaitKind(int StartId, int StopId, bool HasDuration)
{
    /// <summary>A lock that somebody else held: <c>Monitor</c>, the <c>lock</c> statement, <see cref="Lock"/>.</summary>
    public static WaitKind Contention { get; } = new(RuntimeEvents.ContentionStart, RuntimeEvents.ContentionStop, HasDuration: true);

    /// <summary>A wait for a handle or a monitor's pulse, under most of .NET's blocking calls.</summary>
    public static WaitKind Block { get; } = new(RuntimeEvents.WaitStart, RuntimeEvents.WaitStop, HasDuration: false);

    /// <summary>Nanoseconds from a start to the stop that came.</summary>
    public long Nanoseconds(long startedAt, in NetTraceEvent stop)
    {
        if (!HasDuration) return ToNanoseconds(stop.Timestamp - startedAt);
        var payload = stop.Payload;
        payload.Byte(); // Flags.
        payload.UInt16(); // The runtime's number.
        return (long)payload.Double();
    }

    /// <summary>Ticks of <see cref="Stopwatch"/> as nanoseconds.</summary>
    public static long ToNanoseconds(long ticks) => (long)(ticks * (1e9 / Stopwatch.Frequency));
}
