namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What telemetry knows of itself: nothing is dropped without a counter.</summary>
public static class TelemetryKinds
{
    /// <summary>The projection, state, sink or family concerned.</summary>
    public static readonly Fact<string> Part = Fact.Text("vitrine.telemetry.part", FactOrigin.Resolved);

    /// <summary>The label whose values exceeded a family's limit.</summary>
    public static readonly Fact<string> Label = Fact.Text("vitrine.telemetry.label", FactOrigin.Resolved);

    /// <summary>How often.</summary>
    public static readonly Fact<long> Count = Fact.Integer("vitrine.telemetry.count");

    /// <summary>Why something was dropped.</summary>
    public static readonly Fact<string> Reason = Fact.Text("vitrine.telemetry.reason");

    /// <summary>The time spent in the calls that were timed.</summary>
    public static readonly Fact<TimeSpan> TimedSpan = Fact.Duration("vitrine.telemetry.timed");

    /// <summary>What projections cost, measured on a sample of operations: one row per projection.</summary>
    public static readonly Kind Projections = Kind.State("telemetry_projections", Part, Count, TimedSpan);

    /// <summary>Something that looked at operations threw: one row per part.</summary>
    public static readonly Kind Failures = Kind.State("telemetry_failures", Part, Count);

    /// <summary>A family reached its series limit: one row per family.</summary>
    public static readonly Kind SeriesFolded = Kind.State("telemetry_series_folded", Part, Label, Count);

    /// <summary>Something was dropped: late facts, log lines, spans; one row per part and reason.</summary>
    public static readonly Kind Dropped = Kind.State("telemetry_dropped", Part, Reason, Count);

    /// <summary>All kinds of telemetry itself.</summary>
    public static readonly IReadOnlyList<Kind> All = [Failures, Projections, SeriesFolded, Dropped];
}
