namespace Vitrine.Gateway.Scheduling;

/// <summary>Why this pod: what was considered, what kept pods out, how they scored, and the order of attempts.</summary>
internal sealed class SchedulingDecision
{
    /// <summary>The score plugins with their weights, in the order of scores.</summary>
    public required IReadOnlyList<(string Name, double Weight)> Plugins { get; init; }

    /// <summary>The best pods, best first, at most five.</summary>
    public required IReadOnlyList<Candidate> Order { get; init; }

    /// <summary>The pods considered, best first, filtered ones last; at most the limit of the decision record.</summary>
    public required IReadOnlyList<ConsideredPod> Considered { get; init; }

    /// <summary>How many pods there were in all.</summary>
    public required int PodCount { get; init; }
}
