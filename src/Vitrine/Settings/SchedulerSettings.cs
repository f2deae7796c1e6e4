using System.Globalization;
using Vitrine.Gateway.Scheduling;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Settings;

/// <summary>How the gateway chooses pods, and how often it tries another.</summary>
internal static class SchedulerSettings
{
    private static readonly SettingSection s_section = new("gateway");
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

    public static readonly Setting<IReadOnlyList<string>> Filters = s_section.Of("filters", s_filters, s_defaults.Filters, $"Filters that keep pods out: {string.Join(", ", SchedulerOptions.KnownFilters)}", path: "scheduler.plugins.Filter.enabled");

    public static readonly Setting<IReadOnlyList<string>> FiltersOff = s_section.Of("filters-off", s_filters, [], "Filters that are off although --filters or its default has them", path: "scheduler.plugins.Filter.disabled");

    public static readonly Setting<IReadOnlyList<ScoreWeight>> Scores = s_section.Of("scores", s_scores, s_defaults.Scores, $"Scores that rate pods, with weights: {string.Join(", ", SchedulerOptions.KnownScores)}", path: "scheduler.plugins.Score.enabled");

    public static readonly Setting<IReadOnlyList<ScoreWeight>> ScoresOff = s_section.Of("scores-off", s_scores, [], "Scores that are off although --scores or its default has them", path: "scheduler.plugins.Score.disabled");

    public static readonly Setting<int> MaxWaitingRequests = s_section.Of("max-waiting-requests", ValueKinds.Integer(1, 1_000_000), s_defaults.MaxWaitingRequests, "From this many requests waiting in a pod the filter least-request keeps it out", path: $"{Plugin}least-request.args.maxWaitingRequests");

    public static readonly Setting<double> FirstTokenShare = s_section.Of("first-token-share", ValueKinds.Number(0, 1), s_defaults.FirstTokenShare, "Share of time to first token in least-latency; the rest is time per output token", path: $"{Plugin}least-latency.args.TTFTTPOTWeightFactor");

    public static readonly Setting<int> PrefixBlockBytes = s_section.Of("prefix-block-bytes", s_blockBytes, s_defaults.PrefixBlockBytes, "Bytes of a block of a prompt in prefix-cache", path: $"{Plugin}prefix-cache.args.blockSizeToHash");

    public static readonly Setting<int> PrefixBlocksPerPrompt = s_section.Of("prefix-blocks-per-prompt", ValueKinds.Integer(1, 4096), s_defaults.PrefixBlocksPerPrompt, "Blocks of a prompt that prefix-cache looks at", path: $"{Plugin}prefix-cache.args.maxBlocksToMatch");

    public static readonly Setting<int> PrefixBlocksPerPod = s_section.Of("prefix-blocks-per-pod", ValueKinds.Integer(1, int.MaxValue), s_defaults.PrefixBlocksPerPod, "Blocks after which prefix-cache takes a pod to have dropped an older one", path: $"{Plugin}prefix-cache.args.maxHashCacheSize");

    public static readonly Setting<double> RetryShare = s_section.Of("retry-share", ValueKinds.Number(0, 1), 0.2, "What each request adds to the budget of retries: 0.2 lets a fifth of them be tried once more");

    public static readonly Setting<int> RetryReserve = s_section.Of("retry-reserve", ValueKinds.Integer(0, 10_000), 100, "Retries that the budget holds at most and at start");

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
