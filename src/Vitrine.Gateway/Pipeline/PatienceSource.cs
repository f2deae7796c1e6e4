using System.Collections.Concurrent;

namespace Vitrine.Gateway.Pipeline;

/// <summary>Gives out patience, one source with one timer for a whole call of a pod. Sources that never fired are used again. Thread-safe.</summary>
/// <param name="clock">The clock of the limits.</param>
internal sealed class PatienceSource(TimeProvider clock)
{
    private const int MostKept = 1024;
    private readonly ConcurrentStack<PatienceTimer> _rested = new();
    private int _kept;

    /// <summary>Begins a call without a limit so far.</summary>
    /// <param name="aborted">Fires when the client left, or the request must end.</param>
    public Patience Begin(CancellationToken aborted)
    {
        if (!_rested.TryPop(out var source)) return new Patience(this, new PatienceTimer(clock), aborted);
        Interlocked.Decrement(ref _kept);
        return new Patience(this, source, aborted);
    }

    /// <summary>Takes a source back when its call is over.</summary>
    public void Return(PatienceTimer source)
    {
        if (!source.TryReset() || Volatile.Read(ref _kept) >= MostKept)
        {
            source.Dispose();
            return;
        }

        Interlocked.Increment(ref _kept);
        _rested.Push(source);
    }
}
