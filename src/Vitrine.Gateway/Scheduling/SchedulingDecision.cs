using Vitrine.Telemetry;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Why this pod: what was considered, what kept pods out, how they scored, and the order of attempts.</summary>
internal sealed class SchedulingDecision : ITextSource
{
    /// <summary>Most pods that <see cref="Considered"/> holds.</summary>
    public const int MostConsidered = 16;

    private string? _json;

    /// <summary>The score plugins with their weights, in the order of scores.</summary>
    public required IReadOnlyList<ScoreWeight> Plugins { get; init; }

    /// <summary>The best pods, best first, at most five; empty when nothing can be scheduled. With disaggregation each has its prefill pod.</summary>
    public required IReadOnlyList<Candidate> Order { get; init; }

    /// <summary>The pods considered, best first, filtered ones last; with disaggregation those that decode.</summary>
    public required IReadOnlyList<ConsideredPod> Considered { get; init; }

    /// <summary>Scores of the considered pods that were not filtered, pod after pod, each as many as there are plugins.</summary>
    public required double[] Scores { get; init; }

    /// <summary>What the filters kept out, also pods that are not among the considered.</summary>
    public required IReadOnlyList<FilterCount> Filtered { get; init; }

    /// <summary>How many pods there were in all.</summary>
    public required int PodCount { get; init; }

    /// <summary>The prompt's blocks, hashed, for remembering where they went; empty when no plugin asks for them.</summary>
    public ReadOnlyMemory<ulong> PromptBlocks { get; init; }

    /// <summary>The decision as compact JSON, ASCII, at most 4 KB; rendered when first asked for.</summary>
    public string Json => _json ??= DecisionJson.Write(this);

    string ITextSource.Text => Json;

    /// <summary>The scores of a considered pod, in the order of <see cref="Plugins"/>; empty when it was filtered.</summary>
    public ReadOnlySpan<double> ScoresOf(int considered) =>
        Considered[considered].FilteredBy is null ? Scores.AsSpan(considered * Plugins.Count, Plugins.Count) : [];

    /// <summary>Why <see cref="Order"/> is empty, in a sentence's half.</summary>
    public string Refusal => PodCount == 0
        ? "no pod decodes"
        : Filtered.Sum(static count => count.Pods) < PodCount
            ? "no decode pod has a prefill pod of its group"
            : $"all pods were filtered: {string.Join(", ", Filtered.Select(static count => $"{count.Pods} by {count.Name}"))}";
}
