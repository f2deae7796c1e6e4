namespace Vitrine.Chaos.Campaigns;

/// <summary>How a campaign stands at one moment.</summary>
internal sealed record CampaignFigures
{
    /// <summary>Whether it runs.</summary>
    public required CampaignState State { get; init; }

    /// <summary>How many iterations are planned; null without an end.</summary>
    public int? Planned { get; init; }

    /// <summary>How many are done.</summary>
    public int Done { get; init; }

    /// <summary>How many found something.</summary>
    public int Failed { get; init; }

    /// <summary>How long it ran, pauses included.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Commands that writers sent.</summary>
    public long Commands { get; init; }

    /// <summary>Entries that the logs held in the end.</summary>
    public long Entries { get; init; }

    /// <summary>Distinct things seen, by the number of their dimension.</summary>
    public required IReadOnlyList<int> Coverage { get; init; }

    /// <summary>Iterations that saw something first.</summary>
    public int Corpus { get; init; }

    /// <summary>How often each invariant was looked at, by its number.</summary>
    public required IReadOnlyList<long> Checked { get; init; }

    /// <summary>How often each did not hold, by its number.</summary>
    public required IReadOnlyList<int> Broken { get; init; }

    /// <summary>How often each fault struck in which state, the most frequent first.</summary>
    public required IReadOnlyList<StrikeCount> Strikes { get; init; }

    /// <summary>Distinct combinations of fault and invariant: how often the invariant was looked at after the fault, in iterations.</summary>
    public required IReadOnlyList<MatrixCell> Matrix { get; init; }

    /// <summary>The newest iterations, the newest first.</summary>
    public required IReadOnlyList<IterationResult> Recent { get; init; }

    /// <summary>The iterations that saw most that was new, the best first.</summary>
    public required IReadOnlyList<IterationResult> Top { get; init; }

    /// <summary>The failures, in order, the first hundred.</summary>
    public required IReadOnlyList<IterationResult> Failures { get; init; }
}
