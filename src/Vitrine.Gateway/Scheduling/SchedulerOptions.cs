using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Scheduling;

/// <summary>How pods are chosen: filters keep some out, scores rate the others, weights add the scores up.</summary>
public sealed record SchedulerOptions
{
    /// <summary>The names of all filters.</summary>
    public static IReadOnlyList<string> KnownFilters => PluginCatalog.Filters;

    /// <summary>The names of all scores.</summary>
    public static IReadOnlyList<string> KnownScores => PluginCatalog.Scores;

    /// <value>Filters, in order, after the built-in one that keeps out draining and ejected pods. The default is <c>least-request</c>.</value>
    public IReadOnlyList<string> Filters { get; init; } = [PluginCatalog.LeastRequest];

    /// <value>Scores with their weights. The default is <c>least-request</c>, <c>least-latency</c> and <c>prefix-cache</c>, 1 each.</value>
    public IReadOnlyList<ScoreWeight> Scores { get; init; } = [new(PluginCatalog.LeastRequest), new(PluginCatalog.LeastLatency), new(PluginCatalog.PrefixCache)];

    /// <value>From this many requests waiting in a pod, the filter <c>least-request</c> keeps it out; at least 1. The default is 10.</value>
    public int MaxWaitingRequests { get; init; } = 10;

    /// <value>The share of time to first token in <c>least-latency</c>, 0 to 1; the rest is time per output token. The default is 0.5.</value>
    public double FirstTokenShare { get; init; } = 0.5;

    /// <value>Bytes of a prompt block of <c>prefix-cache</c>, 64 to 65,536 in steps of 64. The default is 64.</value>
    public int PrefixBlockBytes { get; init; } = PromptHash.BlockBytes;

    /// <value>Blocks of a prompt that <c>prefix-cache</c> looks at, 1 to 4,096. The default is 128.</value>
    public int PrefixBlocksPerPrompt { get; init; } = PromptHash.MostBlocks;

    /// <value>
    /// Prompt blocks that <c>prefix-cache</c> remembers over all pods, a power of two from 1,024; each takes 72 bytes once it is used. The
    /// default is 262,144, which is 19 MB.
    /// </value>
    public int PrefixBlocks { get; init; } = 262_144;

    /// <value>Prompt blocks after which a pod is taken to have evicted an older one; at least 1. The default is 50,000.</value>
    public int PrefixBlocksPerPod { get; init; } = 50_000;

    /// <value>Age from which what a pod said of itself is not trusted any more. The default is 5 s: five polls missed, or one that timed out.</value>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>One sentence for each wrong option, naming it, its value and what is accepted; empty when all is well.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        foreach (var name in Filters)
        {
            if (!PluginCatalog.Filters.Contains(name)) errors.Add($"The scheduler's filter '{name}' is unknown. {Nearest.Suggest(name, PluginCatalog.Filters)}");
        }

        foreach (var (name, weight) in Scores)
        {
            if (!PluginCatalog.Scores.Contains(name)) errors.Add($"The scheduler's score '{name}' is unknown. {Nearest.Suggest(name, PluginCatalog.Scores)}");
            if (!(weight >= 0 && double.IsFinite(weight))) errors.Add($"The weight of '{name}' is {weight}; accepted is a number of at least 0.");
        }

        if (MaxWaitingRequests < 1) errors.Add($"The scheduler's waiting requests are {MaxWaitingRequests}; accepted is an integer of at least 1.");
        if (!(FirstTokenShare is >= 0 and <= 1)) errors.Add($"The share of the first token is {FirstTokenShare}; accepted is a number from 0 to 1.");
        if (PrefixBlockBytes is < PromptHash.BlockBytes or > 65_536 || PrefixBlockBytes % PromptHash.BlockBytes != 0) errors.Add($"The prefix cache's block has {PrefixBlockBytes} bytes; accepted is a multiple of 64 from 64 to 65536.");
        if (PrefixBlocksPerPrompt is < 1 or > 4096) errors.Add($"The prefix cache's blocks per prompt are {PrefixBlocksPerPrompt}; accepted is an integer from 1 to 4096.");
        if (PrefixBlocks < 1024 || !int.IsPow2(PrefixBlocks)) errors.Add($"The prefix cache's blocks are {PrefixBlocks}; accepted is a power of two from 1024.");
        if (PrefixBlocksPerPod < 1) errors.Add($"The prefix cache's blocks per pod are {PrefixBlocksPerPod}; accepted is an integer of at least 1.");
        if (StaleAfter <= TimeSpan.Zero) errors.Add($"A pod's load is stale after {StaleAfter}; accepted is a time above 0.");
        return errors;
    }
}
