namespace Vitrine.Traffic;

/// <summary>Adds up the results of a run in bounded memory. Thread-safe.</summary>
internal sealed class TrafficTally
{
    // What goes wrong goes wrong in few ways; the rest is counted without its words.
    private const int MostReasons = 8;
    private static readonly int s_outcomes = Enum.GetValues<CallOutcome>().Length;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long[]> _kinds = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, long> _statuses = [];
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly LatencyRecorder _firstToken = new();
    private readonly LatencyRecorder _latency = new();
    private readonly LatencyRecorder _perToken = new();
    private readonly LatencyRecorder _lateness = new();
    private TokenFigures _tokens = new(0, 0, 0, false);
    private long _started;

    /// <summary>Hears of a request that is sent.</summary>
    /// <param name="late">How long after its intended start.</param>
    public void Started(TimeSpan late)
    {
        lock (_gate)
        {
            _started++;
            _lateness.Record(late);
        }
    }

    /// <summary>Hears of its end.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="result">How it went.</param>
    /// <param name="firstToken">From the intended start to the first text of a stream; null without one.</param>
    /// <param name="latency">From the intended start to the end.</param>
    public void Ended(CallKind kind, CallResult result, TimeSpan? firstToken, TimeSpan latency)
    {
        lock (_gate)
        {
            if (!_kinds.TryGetValue(kind.Name, out var outcomes)) _kinds.Add(kind.Name, outcomes = new long[s_outcomes]);
            outcomes[(int)result.Outcome]++;
            if (result.Status > 0) _statuses[result.Status] = _statuses.GetValueOrDefault(result.Status) + 1;
            if (result.Problem is { } problem) Count(problem);
            if (result.Outcome != CallOutcome.Answered) return;
            _tokens = new TokenFigures(_tokens.Input + result.InputTokens, _tokens.Output + result.OutputTokens, 0, _tokens.IsEstimated || result.IsEstimated);
            _latency.Record(latency);
            if (firstToken is not { } first) return;
            _firstToken.Record(first);
            if (result.OutputTokens > 1) _perToken.Record((latency - first) / (result.OutputTokens - 1));
        }
    }

    /// <summary>How it stands.</summary>
    /// <param name="elapsed">The time since the run began.</param>
    public TrafficFigures Read(TimeSpan elapsed)
    {
        lock (_gate)
        {
            var kinds = _kinds.Select(kind => new KindFigures(kind.Key, kind.Value)).OrderByDescending(kind => kind.Sent).ToArray();
            return new TrafficFigures(elapsed, _started, kinds)
            {
                Statuses = _statuses.ToDictionary(status => $"{status.Key}", status => status.Value, StringComparer.Ordinal),
                Failures = _reasons.OrderByDescending(reason => reason.Value).ToDictionary(StringComparer.Ordinal),
                FirstToken = Percentiles.Of(_firstToken),
                Latency = Percentiles.Of(_latency),
                PerToken = Percentiles.Of(_perToken),
                Lateness = Percentiles.Of(_lateness),
                Tokens = _tokens with { OutputPerSecond = elapsed > TimeSpan.Zero ? _tokens.Output / elapsed.TotalSeconds : 0 },
            };
        }
    }

    private void Count(string problem)
    {
        var reason = _reasons.Count < MostReasons || _reasons.ContainsKey(problem) ? problem : "other reasons";
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }
}
