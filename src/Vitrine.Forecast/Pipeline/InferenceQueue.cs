namespace Vitrine.Forecast.Pipeline;

/// <summary>
/// Threads of its own on which models work, one a core, so that the pool stays free for requests. Runs take turns series by series: a batch of a hundred
/// does not keep a single one waiting, and alone has every core.
/// </summary>
internal sealed class InferenceQueue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LinkedList<PredictionRun> _waiting = new();
    private readonly SemaphoreSlim _turns = new(0);
    private readonly Thread[] _workers;
    private readonly int _mostWaiting;
    private volatile bool _isStopping;

    public InferenceQueue(ForecastOptions options)
    {
        _mostWaiting = options.QueueLength;
        _workers = [.. Enumerable.Range(1, options.Workers).Select(number => new Thread(Work) { IsBackground = true, Name = $"forecast-{number}" })];
        foreach (var worker in _workers) worker.Start();
    }

    /// <summary>Takes a run in; false when as many wait as may.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stop">Its stop: a run that waits leaves the queue at once.</param>
    /// <param name="leaving">To be disposed once the run has ended.</param>
    public bool TryEnqueue(PredictionRun run, CancellationToken stop, out CancellationTokenRegistration leaving)
    {
        leaving = default;
        lock (_gate)
        {
            if (_waiting.Count >= _mostWaiting) return false;
            _waiting.AddLast(run);
        }

        _turns.Release(run.Count);
        leaving = stop.UnsafeRegister(static state =>
        {
            var (queue, stopped) = ((InferenceQueue, PredictionRun))state!;
            queue.Leave(stopped);
        }, (this, run));
        return true;
    }

    public void Dispose()
    {
        _isStopping = true;
        _turns.Release(_workers.Length);
        foreach (var worker in _workers) worker.Join();
        _turns.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            _turns.Wait();
            if (_isStopping) return;
            // Turns of runs that left are nobody's.
            if (Claim(out var place) is { } run) run.Run(place);
        }
    }

    /// <summary>Claims a series of the run whose turn it is; that run goes to the end while more of its series wait.</summary>
    private PredictionRun? Claim(out int place)
    {
        lock (_gate)
        {
            while (_waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                if (!first.Value.TryClaim(out place, out var hasMore)) continue;
                if (hasMore) _waiting.AddLast(first);
                return first.Value;
            }
        }

        place = -1;
        return null;
    }

    private void Leave(PredictionRun run)
    {
        lock (_gate) _waiting.Remove(run);
        run.Leave();
    }
}
