namespace Vitrine.Telemetry.Metrics;

/// <summary>What a pack says about a family.</summary>
internal sealed record FamilyOptions(string Name, string Help, FamilyType Type, string[] LabelNames, Presence Presence)
{
    /// <summary>Series a family may have when the pack says nothing.</summary>
    public const int DefaultSeriesLimit = 10_000;

    /// <summary>Bounds of a histogram.</summary>
    public Buckets? Buckets { get; init; }

    /// <summary>The most series it makes; beyond it the label that exploded folds to <c>other</c>.</summary>
    public int SeriesLimit { get; init; } = DefaultSeriesLimit;

    /// <summary>Whether another family of the same name stands before it on the page and has written the header.</summary>
    public bool IsContinuation { get; init; }
}
