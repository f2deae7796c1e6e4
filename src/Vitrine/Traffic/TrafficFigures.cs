using System.Text.Json.Serialization;

namespace Vitrine.Traffic;

/// <summary>How a run stands, or stood at its end.</summary>
/// <param name="Elapsed">The time since it began.</param>
/// <param name="Sent">How many requests were sent.</param>
/// <param name="Kinds">What became of them, by kind, the most frequent first.</param>
internal sealed record TrafficFigures([property: JsonIgnore] TimeSpan Elapsed, long Sent, IReadOnlyList<KindFigures> Kinds)
{
    /// <summary>All kinds together.</summary>
    public KindFigures Outcomes { get; } = KindFigures.Sum("all", Kinds);

    /// <summary>The time since the run began, in milliseconds.</summary>
    public double ElapsedMs => Elapsed.TotalMilliseconds;

    /// <summary>Requests whose time had come and that were never sent, because too many were under way until the end.</summary>
    public long Unsent { get; init; }

    /// <summary>How many are under way.</summary>
    [JsonIgnore]
    public long InFlight => Sent - Outcomes.Sent;

    /// <summary>Whole answers a second.</summary>
    public double AnsweredPerSecond => Elapsed > TimeSpan.Zero ? Outcomes.Answered / Elapsed.TotalSeconds : 0;

    /// <summary>Answers by HTTP status.</summary>
    public required IReadOnlyDictionary<string, long> Statuses { get; init; }

    /// <summary>Why requests failed, and how often.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    /// <summary>From the intended start to the first text of a stream; null when no stream was answered.</summary>
    public required Percentiles? FirstToken { get; init; }

    /// <summary>From the intended start to the answer's end; null when none was answered.</summary>
    public required Percentiles? Latency { get; init; }

    /// <summary>From one token of a stream to the next, a mean for each stream.</summary>
    public required Percentiles? PerToken { get; init; }

    /// <summary>From the intended start until the request was sent.</summary>
    public required Percentiles? Lateness { get; init; }

    /// <summary>Tokens.</summary>
    public required TokenFigures Tokens { get; init; }

    /// <summary>Whether something was sent, nothing failed, and something ended as it should.</summary>
    [JsonIgnore]
    public bool IsGood => Outcomes.Failed == 0 && Outcomes.Answered + Outcomes.Refused + Outcomes.Left > 0;
}
