using System.Globalization;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>How the gateway chooses pods, and how often it tries another.</summary>
internal static class SchedulerSettings
{
    private const string Section = "gateway";
    private const string Plugin = "scheduler.pluginConfig[].";
    private static readonly SchedulerOptions s_defaults = new();

    private static readonly ValueKind<int> s_blockBytes = new(
        "a multiple of 64 from 64 to 65536",
        (string text, string _, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value is >= 64 and <= 65_536 && value % 64 == 0,
        value => value.ToString(CultureInfo.InvariantCulture));

    private static readonly ValueKind<IReadOnlyList<string>> s_filters = new(
        "a list of filters",
        (string text, string _, out IReadOnlyList<string> filters) => (filters = Parts(text)).All(SchedulerOptions.KnownFilters.Contains),
        filters => string.Join(',', filters))
    { IsList = true, Remark = text => RemarkOn(Parts(text), SchedulerOptions.KnownFilters) };

    private static readonly ValueKind<IReadOnlyList<ScoreWeight>> s_scores = new(
        "a list of scores, each with its weight if it is not 1: least-request,prefix-cache=2",
        (string text, string _, out IReadOnlyList<ScoreWeight> scores) => TryParse(text, out scores) && scores.All(score => SchedulerOptions.KnownScores.Contains(score.Name)),
        scores => string.Join(',', scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Name}={score.Weight}"))))
    {
        IsList = true,
        ReadItem = ReadScore,
        Remark = text => TryParse(text, out var scores) ? RemarkOn(scores.Select(score => score.Name), SchedulerOptions.KnownScores) : null,
    };

    public static readonly Setting<IReadOnlyList<string>> Filters = new(s_filters, s_defaults.Filters)
    {
        Section = Section,
        Key = "filters",
        DocumentPath = "scheduler.plugins.Filter.enabled",
        Description = $"Filters that keep pods out: {string.Join(", ", SchedulerOptions.KnownFilters)}",
    };

    public static readonly Setting<IReadOnlyList<string>> FiltersOff = new(s_filters, [])
    {
        Section = Section,
        Key = "filters-off",
        DocumentPath = "scheduler.plugins.Filter.disabled",
        Description = "Filters that are off although --filters or its default has them",
    };

    public static readonly Setting<IReadOnlyList<ScoreWeight>> Scores = new(s_scores, s_defaults.Scores)
    {
        Section = Section,
        Key = "scores",
        DocumentPath = "scheduler.plugins.Score.enabled",
        Description = $"Scores that rate pods, with weights: {string.Join(", ", SchedulerOptions.KnownScores)}",
    };

    public static readonly Setting<IReadOnlyList<ScoreWeight>> ScoresOff = new(s_scores, [])
    {
        Section = Section,
        Key = "scores-off",
        DocumentPath = "scheduler.plugins.Score.disabled",
        Description = "Scores that are off although --scores or its default has them",
    };

    public static readonly Setting<int> MaxWaitingRequests = new(ValueKinds.Integer(1, 1_000_000), s_defaults.MaxWaitingRequests)
    {
        Section = Section,
        Key = "max-waiting-requests",
        DocumentPath = $"{Plugin}least-request.args.maxWaitingRequests",
        Description = "From this many requests waiting in a pod the filter least-request keeps it out",
    };

    public static readonly Setting<double> FirstTokenShare = new(ValueKinds.Number(0, 1), s_defaults.FirstTokenShare)
    {
        Section = Section,
        Key = "first-token-share",
        DocumentPath = $"{Plugin}least-latency.args.TTFTTPOTWeightFactor",
        Description = "Share of time to first token in least-latency; the rest is time per output token",
    };

    public static readonly Setting<int> PrefixBlockBytes = new(s_blockBytes, s_defaults.PrefixBlockBytes)
    {
        Section = Section,
        Key = "prefix-block-bytes",
        DocumentPath = $"{Plugin}prefix-cache.args.blockSizeToHash",
        Description = "Bytes of a block of a prompt in prefix-cache",
    };

    public static readonly Setting<int> PrefixBlocksPerPrompt = new(ValueKinds.Integer(1, 4096), s_defaults.PrefixBlocksPerPrompt)
    {
        Section = Section,
        Key = "prefix-blocks-per-prompt",
        DocumentPath = $"{Plugin}prefix-cache.args.maxBlocksToMatch",
        Description = "Blocks of a prompt that prefix-cache looks at",
    };

    public static readonly Setting<int> PrefixBlocksPerPod = new(ValueKinds.Integer(1, int.MaxValue), s_defaults.PrefixBlocksPerPod)
    {
        Section = Section,
        Key = "prefix-blocks-per-pod",
        DocumentPath = $"{Plugin}prefix-cache.args.maxHashCacheSize",
        Description = "Blocks after which prefix-cache takes a pod to have dropped an older one",
    };

    public static readonly Setting<double> RetryShare = new(ValueKinds.Number(0, 1), 0.2) { Section = Section, Key = "retry-share", Description = "What each request adds to the budget of retries: 0.2 lets a fifth of them be tried once more" };

    public static readonly Setting<int> RetryReserve = new(ValueKinds.Integer(0, 10_000), 100) { Section = Section, Key = "retry-reserve", Description = "Retries that the budget holds at most and at start" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Filters, FiltersOff, Scores, ScoresOff, MaxWaitingRequests, FirstTokenShare, PrefixBlockBytes, PrefixBlocksPerPrompt, PrefixBlocksPerPod, RetryShare, RetryReserve,
    ];

    private static bool TryParse(string text, out IReadOnlyList<ScoreWeight> scores)
    {
        var read = new List<ScoreWeight>();
        scores = read;
        foreach (var part in Parts(text))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var weight = 1.0;
            if (equals >= 0 && !double.TryParse(part.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out weight)) return false;
            if (!double.IsFinite(weight) || weight < 0) return false;
            read.Add(new ScoreWeight(equals < 0 ? part : part[..equals].TrimEnd(), weight));
        }

        return true;
    }

    /// <summary>A score as the router's configuration writes it: <c>{name: prefix-cache, weight: 2}</c>.</summary>
    private static string ReadScore(YamlMap score)
    {
        var (name, weight) = (score.RequiredText("name"), score.Text("weight"));
        score.Done();
        return weight is null || name.Length == 0 ? name : $"{name}={weight}";
    }

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? RemarkOn(IEnumerable<string> names, IReadOnlyList<string> known) =>
        names.FirstOrDefault(name => !known.Contains(name)) is { } unknown ? $"'{unknown}' is unknown. {Nearest.Suggest(unknown, known)}" : null;
}
