using System.Collections.Concurrent;

namespace Vitrine.Telemetry.Guards;

/// <summary>
/// So many requests of one caller in a window that begins with its first: the limit of documents that promise "100 per minute" and tell what is left.
/// Where a limit shall not let two windows' worth pass at their seam, use <see cref="TokenBucket"/>.
/// </summary>
/// <remarks>Thread-safe. Takes nothing from the heap for a caller that is known. Callers beyond <see cref="MostCallers"/> share one window.</remarks>
/// <param name="limit">Requests in a window; at least 1.</param>
/// <param name="length">The window.</param>
/// <param name="clock">The clock.</param>
public sealed class WindowLimit(int limit, TimeSpan length, TimeProvider clock)
{
    /// <summary>Callers that are counted each by itself.</summary>
    public const int MostCallers = 10_000;

    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Window _shared = new();
    private int _callers;

    /// <summary>Requests in a window.</summary>
    public int Limit => limit;

    /// <summary>Takes one request of a caller's window.</summary>
    /// <param name="caller">Who calls.</param>
    /// <param name="remaining">Requests that are left.</param>
    /// <param name="resetsAt">When the next window begins.</param>
    public bool TryTake(string caller, out int remaining, out DateTimeOffset resetsAt)
    {
        var window = WindowOf(caller);
        var now = clock.GetUtcNow();
        lock (window)
        {
            if (now >= window.EndsAt) (window.EndsAt, window.Taken) = (now + length, 0);
            resetsAt = window.EndsAt;
            var isTaken = window.Taken < limit;
            if (isTaken) window.Taken++;
            remaining = limit - window.Taken;
            return isTaken;
        }
    }

    private Window WindowOf(string caller)
    {
        if (_windows.TryGetValue(caller, out var known)) return known;
        if (Volatile.Read(ref _callers) >= MostCallers && !Sweep()) return _shared;
        var added = new Window();
        if (!_windows.TryAdd(caller, added)) return WindowOf(caller);
        Interlocked.Increment(ref _callers);
        return added;
    }

    /// <summary>Forgets callers whose window is over; false when nobody's is.</summary>
    private bool Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (caller, window) in _windows)
        {
            if (now >= window.EndsAt && _windows.TryRemove(new(caller, window))) Interlocked.Decrement(ref _callers);
        }

        return Volatile.Read(ref _callers) < MostCallers;
    }

    private sealed class Window
    {
        public DateTimeOffset EndsAt { get; set; }

        public int Taken { get; set; }
    }
}
