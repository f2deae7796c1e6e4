using System.Globalization;
using Vitrine.Gateway.Scheduling;

namespace Vitrine.Settings;

/// <summary>How the gateway chooses pods, and how often it tries another.</summary>
internal static class SchedulerSettings
{
    private const string Section = "gateway";
    private static readonly SchedulerOptions s_defaults = new();

    private static readonly ValueKind<IReadOnlyList<ScoreWeight>> s_scores = new(
        "a list of scores, each with its weight if it is not 1: least-request,prefix-cache=2",
        TryParse,
        scores => string.Join(',', scores.Select(score => string.Create(CultureInfo.InvariantCulture, $"{score.Name}={score.Weight}"))))
    { IsList = true };

    public static readonly Setting<IReadOnlyList<string>> Filters = new(ValueKinds.List, s_defaults.Filters) { Section = Section, Key = "filters", Description = "Filters that keep pods out: least-request, lora-affinity" };

    public static readonly Setting<IReadOnlyList<ScoreWeight>> Scores = new(s_scores, s_defaults.Scores)
    {
        Section = Section,
        Key = "scores",
        Description = "Scores that rate pods, with weights: least-request, least-latency, gpu-usage, prefix-cache, random",
    };

    public static readonly Setting<int> MaxWaitingRequests = new(ValueKinds.Integer(1, 1_000_000), s_defaults.MaxWaitingRequests)
    {
        Section = Section,
        Key = "max-waiting-requests",
        Description = "From this many requests waiting in a pod the filter least-request keeps it out",
    };

    public static readonly Setting<double> FirstTokenShare = new(ValueKinds.Number(0, 1), s_defaults.FirstTokenShare)
    {
        Section = Section,
        Key = "first-token-share",
        Description = "Share of time to first token in least-latency; the rest is time per output token",
    };

    public static readonly Setting<double> RetryShare = new(ValueKinds.Number(0, 1), 0.2) { Section = Section, Key = "retry-share", Description = "What each request adds to the budget of retries: 0.2 lets a fifth of them be tried once more" };

    public static readonly Setting<int> RetryReserve = new(ValueKinds.Integer(0, 10_000), 100) { Section = Section, Key = "retry-reserve", Description = "Retries that the budget holds at most and at start" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } = [Filters, Scores, MaxWaitingRequests, FirstTokenShare, RetryShare, RetryReserve];

    private static bool TryParse(string text, string folder, out IReadOnlyList<ScoreWeight> scores)
    {
        var read = new List<ScoreWeight>();
        scores = read;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var weight = 1.0;
            if (equals >= 0 && !double.TryParse(part.AsSpan(equals + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out weight)) return false;
            if (!double.IsFinite(weight) || weight < 0) return false;
            read.Add(new ScoreWeight(equals < 0 ? part : part[..equals].TrimEnd(), weight));
        }

        return read.Count > 0;
    }
}
