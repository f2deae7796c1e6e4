namespace Vitrine.Traffic;

/// <summary>One run of traffic against a service.</summary>
/// <remarks>
/// 1. As many callers as may be under way at a time take the next arrival, each when it is free. 2. A caller waits until its request is due, or sends at
/// once when that time has passed. 3. Everything is measured from the intended start. 4. At the end, what was due and never sent is counted.
/// </remarks>
internal sealed class TrafficRun(TrafficPlan plan, TrafficDoors doors, HttpClient http, IReadOnlyList<string> apiKeys, TimeProvider clock)
{
    private readonly TrafficTally _tally = new();
    private readonly IArrivals _arrivals = plan.ToArrivals();
    // Apart from that of the arrivals: the requests are the same whatever the rate.
    private readonly Random _random = new(plan.Seed + 1);
    private readonly CallMix _mix = plan.MixFor(doors);
    private readonly TrafficClient _client = new(http, doors, plan.Timeout, clock);
    private readonly Lock _gate = new();
    private long _startedAt;
    private long _unsent;
    private TimeSpan? _ended;

    /// <summary>How the run stands.</summary>
    public TrafficFigures Figures => _tally.Read(_ended ?? (_startedAt == 0 ? TimeSpan.Zero : Now)) with { Unsent = _unsent };

    private TimeSpan Now => clock.GetElapsedTime(_startedAt);

    private TimeSpan End => plan.Duration ?? TimeSpan.MaxValue;

    /// <summary>Sends until the time is up or <paramref name="stop"/>, and waits for the answers; after a stop for none.</summary>
    public async Task<TrafficFigures> RunAsync(CancellationToken stop)
    {
        _startedAt = clock.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, plan.Concurrency).Select(_ => CallAsync(stop)));
        _ended = Now;
        if (!stop.IsCancellationRequested) CountUnsent();
        return Figures;
    }

    // Step 1.
    private async Task CallAsync(CancellationToken stop)
    {
        while (Take() is { } next)
        {
            // Step 2.
            if (next.Due > Now) await Task.Delay(Rounded(next.Due - Now), clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested) return;
            await SendAsync(next, stop);
        }
    }

    private async Task SendAsync(Arrival next, CancellationToken stop)
    {
        _tally.Started(Now - next.Due);
        var result = await _client.SendAsync(next.Kind, next.Body, next.ApiKey, stop);
        // Step 3.
        var due = _startedAt + (long)(next.Due.TotalSeconds * clock.TimestampFrequency);
        TimeSpan? firstToken = result.FirstTokenAt > 0 ? clock.GetElapsedTime(due, result.FirstTokenAt) : null;
        _tally.Ended(next.Kind, result, firstToken, clock.GetElapsedTime(due, result.EndedAt));
    }

    private Arrival? Take()
    {
        lock (_gate)
        {
            var now = Now;
            if (now >= End) return null;
            var due = _arrivals.Next(now);
            if (due >= End) return null;
            var kind = _mix.Draw(_random);
            return new Arrival(due, kind, kind.Body(plan.Inputs, _random), apiKeys.Count > 0 ? apiKeys[_random.Next(apiKeys.Count)] : null);
        }
    }

    // Step 4. In a closed loop the next arrival is the end itself.
    private void CountUnsent()
    {
        while (_arrivals.Next(End) < End) _unsent++;
    }

    // A timer counts whole milliseconds and may be early by the rest.
    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds));

    private sealed record Arrival(TimeSpan Due, CallKind Kind, string Body, string? ApiKey);
}
