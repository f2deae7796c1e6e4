using System.Collections.Concurrent;

namespace Vitrine.Telemetry;

/// <summary>Counts what parts of telemetry threw or dropped, and tells a logger once per part and interval. Nothing of it reaches the service.</summary>
internal sealed class TelemetryFailures(TimeProvider clock)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Who is told; set once logging runs.</summary>
    public Action<string, Exception>? Tell { get; set; }

    /// <summary>Whether nothing has failed.</summary>
    public bool IsEmpty => _tallies.IsEmpty;

    /// <summary>The parts that failed and how often.</summary>
    public IEnumerable<(string Part, long Count)> All => _tallies.Select(pair => (pair.Key, Volatile.Read(ref pair.Value.Count)));

    public void Report(string part, Exception exception)
    {
        var tally = _tallies.GetOrAdd(part, static _ => new Tally());
        Interlocked.Increment(ref tally.Count);
        var now = clock.GetTimestamp();
        var last = Volatile.Read(ref tally.LastTold);
        if (last != 0 && clock.GetElapsedTime(last, now) < s_interval) return;
        if (Interlocked.CompareExchange(ref tally.LastTold, now, last) == last) Tell?.Invoke(part, exception);
    }

    private sealed class Tally
    {
        public long Count;
        public long LastTold;
    }
}
