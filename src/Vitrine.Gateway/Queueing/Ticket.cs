namespace Vitrine.Gateway.Queueing;

/// <summary>One request's place in the queue. It is decided once: admitted, or given up by whoever waited.</summary>
internal sealed class Ticket(long arrival)
{
    // Continuations would run under the queue's lock otherwise.
    private readonly TaskCompletionSource _admitted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    /// <summary>The number of its arrival, for ties.</summary>
    public long Arrival => arrival;

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsGivenUp => Volatile.Read(ref _state) == 2;

    /// <summary>Completes when it is admitted.</summary>
    public Task Admitted => _admitted.Task;

    /// <summary>Admits it; false when it was given up before.</summary>
    public bool TryAdmit()
    {
        if (Interlocked.CompareExchange(ref _state, 1, 0) != 0) return false;
        _admitted.SetResult();
        return true;
    }

    /// <summary>Gives it up; false when it was admitted before, and so holds a place.</summary>
    public bool TryGiveUp() => Interlocked.CompareExchange(ref _state, 2, 0) == 0;
}
