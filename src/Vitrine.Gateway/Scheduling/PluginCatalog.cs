using Vitrine.Gateway.Scheduling.Plugins;
using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Every plugin by its name: a new one is a file in <c>Plugins</c> and a line here.</summary>
internal static class PluginCatalog
{
    public const string LeastRequest = "least-request";
    public const string LeastLatency = "least-latency";
    public const string GpuUsage = "gpu-usage";
    public const string PrefixCache = "prefix-cache";
    public const string LoraAffinity = "lora-affinity";
    public const string RandomChoice = "random";

    /// <summary>The names of filters.</summary>
    public static readonly IReadOnlyList<string> Filters = [LeastRequest, LoraAffinity];

    /// <summary>The names of scores; <c>kv-usage</c> is <c>gpu-usage</c> by the name of what it measures.</summary>
    public static readonly IReadOnlyList<string> Scores = [LeastRequest, LeastLatency, GpuUsage, "kv-usage", PrefixCache, RandomChoice];

    /// <summary>Makes a filter. The name has been validated.</summary>
    public static IFilterPlugin Filter(string name, SchedulerOptions options) => name switch
    {
        LeastRequest => new LeastRequestFilter(options.MaxWaitingRequests),
        LoraAffinity => new LoraAffinityFilter(),
        _ => throw new ArgumentException($"No filter is called '{name}'.", nameof(name)),
    };

    /// <summary>Makes a score. The name has been validated.</summary>
    public static IScorePlugin Score(string name, SchedulerOptions options, PrefixIndex prefixes, Random random) => name switch
    {
        LeastRequest => new LeastRequestScore(),
        LeastLatency => new LeastLatencyScore(options.FirstTokenShare),
        GpuUsage or "kv-usage" => new GpuUsageScore(name),
        PrefixCache => new PrefixCacheScore(prefixes),
        RandomChoice => new RandomScore(random),
        _ => throw new ArgumentException($"No score is called '{name}'.", nameof(name)),
    };
}
