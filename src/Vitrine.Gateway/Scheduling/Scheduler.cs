using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Scheduling.Plugins;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Chooses pods: filters keep some out, scores rate the others, the weighted sum decides. Thread-safe; it never locks.</summary>
internal sealed class Scheduler
{
    /// <summary>Most pods in the order of attempts.</summary>
    public const int MostAttempts = 5;

    private readonly IFilterPlugin[] _filters;
    private readonly IScorePlugin[] _scores;
    private readonly ScoreWeight[] _weights;
    private readonly Random _random;

    /// <summary>Makes the plugins that the options name; the options have been validated.</summary>
    /// <param name="options">Which plugins, with which weights.</param>
    /// <param name="prefixes">What <c>prefix-cache</c> remembers.</param>
    /// <param name="random">Decides among equals; thread-safe, as <see cref="Random.Shared"/> is.</param>
    public Scheduler(SchedulerOptions options, PrefixIndex prefixes, Random random)
    {
        _random = random;
        _filters = [new AvailableFilter(), .. options.Filters.Select(name => PluginCatalog.Filter(name, options))];
        _weights = [.. options.Scores.Where(score => options.Scores.Count == 1 || score.Name != PluginCatalog.RandomChoice)];
        _scores = [.. _weights.Select(score => PluginCatalog.Score(score.Name, options, prefixes, random))];
        NeedsPromptBlocks = _scores.Any(static score => score is PrefixCacheScore);
    }

    /// <summary>Whether a plugin reads <see cref="SchedulingRequest.PromptBlocks"/>.</summary>
    public bool NeedsPromptBlocks { get; }

    /// <summary>Chooses among a model server's pods.</summary>
    /// <param name="request">What is placed.</param>
    /// <param name="target">The model server; with prefill/decode groups the order holds pairs.</param>
    /// <param name="schedule">The scope that each plugin's run becomes a scope of, or null.</param>
    public SchedulingDecision Choose(in SchedulingRequest request, FleetServer target, Operation? schedule)
    {
        var isDisaggregated = target.IsDisaggregated;
        using var list = new Shortlist(target.Pods, isDisaggregated ? PodRole.Decode : null, group: null, _scores.Length);
        var (filtered, noted) = Filter(request, list, schedule);
        Score(request, list, schedule);

        Span<int> best = stackalloc int[SchedulingDecision.MostConsidered];
        best = best[..Ranking.Best(list.Totals, best, (uint)_random.Next())];
        var attempts = best[..Math.Min(best.Length, MostAttempts)];
        // Some of the considered are those that were kept out, for that is what people ask about.
        var shown = best[..Math.Min(best.Length, SchedulingDecision.MostConsidered - Math.Min(noted.Count, 4))];
        return new SchedulingDecision
        {
            Plugins = _weights,
            Order = isDisaggregated ? Pair(request, target, list, attempts, schedule) : Order(list, attempts),
            Considered = Describe(list, shown, noted),
            Scores = ScoresOf(list, shown),
            Filtered = filtered,
            PodCount = list.Considered,
            PromptBlocks = request.PromptBlocks,
        };
    }

    private (IReadOnlyList<FilterCount> Counts, IReadOnlyList<ConsideredPod> Noted) Filter(in SchedulingRequest request, Shortlist list, Operation? schedule)
    {
        List<FilterCount>? counts = null;
        List<ConsideredPod>? noted = null;
        var began = 0L;
        foreach (var filter in _filters)
        {
            using var scope = Begin(schedule, began, filter.Name, "filter");
            var dropped = list.Filter(filter, request, ref noted);
            began = End(scope);
            if (dropped > 0) (counts ??= []).Add(new FilterCount(filter.Name, dropped));
        }

        return (counts ?? (IReadOnlyList<FilterCount>)[], noted ?? (IReadOnlyList<ConsideredPod>)[]);
    }

    private void Score(in SchedulingRequest request, Shortlist list, Operation? schedule)
    {
        list.Totals.Clear();
        var began = 0L;
        for (var i = 0; i < _scores.Length; i++)
        {
            using var scope = Begin(schedule, began, _scores[i].Name, "score");
            _scores[i].Score(request, list.Pods, list.ScoresOf(i));
            list.Weigh(i, _weights[i].Weight);
            began = End(scope);
        }
    }

    private static Candidate[] Order(Shortlist list, ReadOnlySpan<int> places)
    {
        var order = new Candidate[places.Length];
        for (var i = 0; i < order.Length; i++) order[i] = new Candidate(list.Pods[places[i]], null, list.Totals[places[i]]);
        return order;
    }

    /// <summary>For each decode pod the best prefill pod of its group; a decode pod without one is left out. Where nothing groups pods, all of them are one group.</summary>
    private Candidate[] Pair(in SchedulingRequest request, FleetServer target, Shortlist list, ReadOnlySpan<int> places, Operation? schedule)
    {
        var pairs = new List<Candidate>(places.Length);
        Span<int> best = stackalloc int[1];
        foreach (var place in places)
        {
            var group = list.Pods[place].Group;
            if (group is null && target.Server.PdGroup is not null) continue;
            using var prefill = new Shortlist(target.Pods, PodRole.Prefill, group, _scores.Length);
            Filter(request, prefill, schedule);
            Score(request, prefill, schedule);
            if (Ranking.Best(prefill.Totals, best, (uint)_random.Next()) == 1) pairs.Add(new Candidate(list.Pods[place], prefill.Pods[best[0]], list.Totals[place]));
        }

        return [.. pairs];
    }

    private static ConsideredPod[] Describe(Shortlist list, ReadOnlySpan<int> shown, IReadOnlyList<ConsideredPod> noted)
    {
        var considered = new ConsideredPod[Math.Min(shown.Length + noted.Count, SchedulingDecision.MostConsidered)];
        for (var i = 0; i < considered.Length; i++)
        {
            considered[i] = i < shown.Length ? new ConsideredPod(list.Pods[shown[i]].Id.Name, null, null, list.Totals[shown[i]]) : noted[i - shown.Length];
        }

        return considered;
    }

    private double[] ScoresOf(Shortlist list, ReadOnlySpan<int> shown)
    {
        var scores = new double[shown.Length * _scores.Length];
        for (var i = 0; i < scores.Length; i++) scores[i] = list.ScoresOf(i % _scores.Length)[shown[i / _scores.Length]];
        return scores;
    }

    /// <summary>Begins a plugin's scope where the one before it ended, for the clock costs more than most plugins.</summary>
    private static Operation? Begin(Operation? schedule, long began, string plugin, string type) =>
        schedule?.Begin(GatewayKinds.Plugin, began).Set(GatewayFacts.PluginName, plugin).Set(GatewayFacts.PluginType, type).Opened();

    private static long End(Operation? plugin)
    {
        plugin?.End(Outcome.Ok);
        return plugin?.EndTimestamp ?? 0;
    }
}
