using System.Diagnostics;

namespace Vitrine.Inference.Generation;

/// <summary>The bounded line in front of the slot, first in, first out. A generation that is cancelled leaves it at once and frees its place.</summary>
internal sealed class RequestQueue(int capacity) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly LinkedList<TextGeneration> _waiting = new();
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

    /// <summary>Adds a generation, or says why not.</summary>
    public RefusalReason? TryAdd(TextGeneration generation)
    {
        // Registered before it can be taken, so that whoever completes it finds the registration; a callback before the addition finds nothing.
        generation.QueueRegistration = generation.Cancellation.Register(() => Remove(generation));
        RefusalReason? refusal = null;
        lock (_lock)
        {
            if (_stopped) refusal = RefusalReason.EngineStopped;
            else if (_waiting.Count >= Capacity) refusal = RefusalReason.QueueFull;
            else _waiting.AddLast(generation);
        }

        if (refusal is not null)
        {
            generation.QueueRegistration.Dispose();
            return refusal;
        }

        if (generation.Cancellation.IsCancellationRequested) Remove(generation);
        _arrivals.Release();
        return null;
    }

    /// <summary>Waits for the next generation; null when the queue was stopped.</summary>
    public TextGeneration? Take()
    {
        while (true)
        {
            _arrivals.Wait();
            lock (_lock)
            {
                if (_stopped) return null;
                // Cancelled generations leave their arrival behind.
                if (_waiting.First is not { } first) continue;
                _waiting.RemoveFirst();
                return first.Value;
            }
        }
    }

    /// <summary>Refuses further generations, cancels those that wait, and wakes the taker.</summary>
    public void Stop()
    {
        TextGeneration[] left;
        lock (_lock)
        {
            _stopped = true;
            left = [.. _waiting];
            _waiting.Clear();
        }

        foreach (TextGeneration generation in left)
        {
            generation.QueueRegistration.Dispose();
            generation.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
        }

        _arrivals.Release();
    }

    public void Dispose() => _arrivals.Dispose();

    private void Remove(TextGeneration generation)
    {
        bool removed;
        lock (_lock) removed = _waiting.Remove(generation);
        if (removed) generation.CompleteUnstarted(FinishReason.Cancelled, Stopwatch.GetTimestamp());
    }
}
