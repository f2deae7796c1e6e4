using System.Diagnostics;

namespace Vitrine.Inference.Generation;

/// <summary>The bounded line in front of the slots, first in, first out. A job that is cancelled leaves it at once and frees its place.</summary>
internal sealed class RequestQueue(int capacity)
{
    // An object, because the taker waits on it.
    private readonly object _gate = new();
    private readonly LinkedList<EngineJob> _waiting = new();
    private bool _stopped;

    public int Capacity { get; } = capacity;

    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>When the job that is next was accepted; null when none waits.</summary>
    public long? OldestTimestamp
    {
        get
        {
            lock (_gate) return _waiting.First?.Value.QueuedTimestamp;
        }
    }

    /// <summary>Adds a job, or says why not.</summary>
    public RefusalReason? TryAdd(EngineJob job)
    {
        // Registered before it can be taken, so that whoever completes it finds the registration; a callback before the addition finds nothing.
        job.QueueRegistration = job.Cancellation.Register(() => Remove(job));
        RefusalReason? refusal = null;
        lock (_gate)
        {
            if (_stopped) refusal = RefusalReason.EngineStopped;
            else if (_waiting.Count >= Capacity) refusal = RefusalReason.QueueFull;
            else _waiting.AddLast(job);
            Monitor.Pulse(_gate);
        }

        if (refusal is not null)
        {
            job.QueueRegistration.Dispose();
            return refusal;
        }

        if (job.Cancellation.IsCancellationRequested) Remove(job);
        return null;
    }

    /// <summary>Takes the next job; null when there is none. With <paramref name="wait"/> it waits for one, and null says that the queue was stopped.</summary>
    public EngineJob? Take(bool wait)
    {
        lock (_gate)
        {
            while (wait && !_stopped && _waiting.First is null) Monitor.Wait(_gate);
            if (_stopped || _waiting.First is not { } first) return null;
            _waiting.RemoveFirst();
            return first.Value;
        }
    }

    /// <summary>Refuses further jobs, cancels those that wait, and wakes the taker.</summary>
    public void Stop()
    {
        EngineJob[] left;
        lock (_gate)
        {
            _stopped = true;
            left = [.. _waiting];
            _waiting.Clear();
            Monitor.Pulse(_gate);
        }

        foreach (EngineJob job in left)
        {
            job.QueueRegistration.Dispose();
            job.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
        }
    }

    private void Remove(EngineJob job)
    {
        bool removed;
        lock (_gate) removed = _waiting.Remove(job);
        if (removed) job.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
    }
}
