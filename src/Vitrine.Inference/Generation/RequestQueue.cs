using System.Diagnostics;

namespace Vitrine.Inference.Generation;

/// <summary>The bounded line in front of the slots, first in, first out. A job that is cancelled leaves it at once and frees its place.</summary>
internal sealed class RequestQueue(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<EngineJob> _waiting = new();
    private readonly SemaphoreSlim _arrivals = new(0);
    private bool _stopped;

    public int Capacity { get; } = capacity;

    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Adds a job, or says why not.</summary>
    public RefusalReason? TryAdd(EngineJob job)
    {
        // Registered before it can be taken, so that whoever completes it finds the registration; a callback before the addition finds nothing.
        job.QueueRegistration = job.Cancellation.Register(() => Remove(job));
        RefusalReason? refusal = null;
        lock (_lock)
        {
            if (_stopped) refusal = RefusalReason.EngineStopped;
            else if (_waiting.Count >= Capacity) refusal = RefusalReason.QueueFull;
            else _waiting.AddLast(job);
        }

        if (refusal is not null)
        {
            job.QueueRegistration.Dispose();
            return refusal;
        }

        if (job.Cancellation.IsCancellationRequested) Remove(job);
        _arrivals.Release();
        return null;
    }

    /// <summary>Waits for the next job; null when the queue was stopped.</summary>
    public EngineJob? Take()
    {
        while (true)
        {
            _arrivals.Wait();
            lock (_lock)
            {
                if (_stopped) return null;
                // Cancelled jobs leave their arrival behind.
                if (_waiting.First is not { } first) continue;
                _waiting.RemoveFirst();
                return first.Value;
            }
        }
    }

    /// <summary>Refuses further jobs, cancels those that wait, and wakes the taker.</summary>
    public void Stop()
    {
        EngineJob[] left;
        lock (_lock)
        {
            _stopped = true;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (EngineJob job in left)
        {
            job.QueueRegistration.Dispose();
            job.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
        }

        _arrivals.Release();
    }

    public void Dispose() => _arrivals.Dispose();

    private void Remove(EngineJob job)
    {
        bool removed;
        lock (_lock) removed = _waiting.Remove(job);
        if (removed) job.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
    }
}
