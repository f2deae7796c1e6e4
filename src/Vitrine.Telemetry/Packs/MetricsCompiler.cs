using System.Collections.Frozen;
using System.Diagnostics;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>Compiles the families of a pack into cells and feeds, and finds out which of them this service drives.</summary>
internal sealed class MetricsCompiler(PackDefinition pack, VocabularyIndex vocabulary, IReadOnlySet<Kind> declared, IReadOnlySet<string> exposed, ServiceResource resource)
{
    private readonly List<Family> _families = [];
    private readonly List<Feed> _ended = [];
    private readonly List<Feed> _opened = [];

    /// <summary>Labels that read a client-chosen fact; the known values are given to them when the service says them.</summary>
    public List<LabelReader> ClientLabels { get; } = [];

    /// <summary>Names of families that are driven.</summary>
    public List<string> Driven { get; } = [];

    /// <summary>Names of families that no declared kind drives.</summary>
    public List<string> Missing { get; } = [];

    public MetricsProjection Compile()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var metric in pack.Metrics)
        {
            foreach (var name in metric.ShownNames)
            {
                if (!names.Add(name)) metric.At.Source.Error(metric.At.Node, metric.At.Path, $"the family '{name}' is declared twice.");
            }

            Compile(metric);
        }

        return new MetricsProjection(pack.Name, _families, _ended, _opened);
    }

    private void Compile(MetricDefinition metric)
    {
        var family = Create(metric);
        var driven = false;
        foreach (var feed in metric.Feeds) driven |= Compile(metric, feed, family);
        (driven ? Driven : Missing).AddRange(metric.ShownNames);
        if (!driven) return;
        _families.Add(family);
        if (family.Options.Presence == Presence.Zero) MakeClosedSeries(metric, family);
    }

    /// <summary>Compiles one feed; returns whether the service drives it.</summary>
    private bool Compile(MetricDefinition metric, FeedDefinition feed, Family family)
    {
        KindShape[] shapes = feed.Mode switch
        {
            FeedMode.Read => [KindShape.State],
            FeedMode.Open => [KindShape.Scope],
            _ => [KindShape.Scope, KindShape.Point],
        };
        var key = feed.Mode switch { FeedMode.Read => "read", FeedMode.Open => "open", _ => "from" };
        var kind = feed.Kind.Length == 0 ? null : vocabulary.KindOf(feed.At, key, feed.Kind, shapes);
        var conditions = ConditionCompiler.Compile(feed.When, vocabulary);
        var value = feed.Value is null ? null : vocabulary.SourceOf(feed.At, "value", feed.Value);
        if (value is { Type: FactType.Text }) feed.At.Error("value", $"'{feed.Value}' is a text; a metric needs a number.");
        if (feed.Mode == FeedMode.Open && metric.Type != FamilyType.Gauge) feed.At.Error("open", "counts scopes in flight, which only a gauge can show.");
        if (feed.Mode == FeedMode.Read && metric.Type is FamilyType.Histogram or FamilyType.Stat && feed.Mode == FeedMode.Read)
            feed.At.Error("read", "rows of a state feed gauges and counters, not distributions.");
        if (feed.Mode == FeedMode.From && value is null && metric.Type != FamilyType.Counter)
            feed.At.Source.Error(feed.At.Node, feed.At.PathOf("value"), "is missing: only a counter can count without a value.");
        var labels = metric.Labels.Select(name => Label(metric, feed, name)).OfType<LabelReader>().ToArray();
        foreach (var name in feed.Const.Keys)
        {
            if (!metric.Labels.Contains(name, StringComparer.Ordinal)) feed.At.Error("const", $"'{name}' is not among the labels of {metric.Name}.");
        }

        foreach (var name in feed.Bind.Keys)
        {
            if (!metric.Labels.Contains(name, StringComparer.Ordinal)) feed.At.Error("bind", $"'{name}' is not among the labels of {metric.Name}.");
        }

        if (kind is null || !declared.Contains(kind) || labels.Length != metric.Labels.Count || feed.At.Source.Errors.Count > 0) return false;
        if (feed.Mode == FeedMode.Read) family.Rows.Add(new RowFeed(kind, conditions, labels, value));
        else (feed.Mode == FeedMode.Open ? _opened : _ended).Add(new Feed(family, kind, conditions, labels, value));
        return true;
    }

    private LabelReader? Label(MetricDefinition metric, FeedDefinition feed, string name)
    {
        var bound = feed.Bind.GetValueOrDefault(name, name);
        var known = pack.Labels.TryGetValue(bound, out var label);
        if (feed.Const.TryGetValue(name, out var constant)) return new LabelReader(name) { Constant = constant };
        if (!known || label!.Fact is null)
        {
            metric.At.Error("labels", $"the label '{bound}' is neither among this pack's labels with a fact nor a constant of this feed. {Documents.Nearest.Suggest(bound, pack.Labels.Keys)}");
            return null;
        }

        if (!label.Expose && !exposed.Contains(name)) return new LabelReader(name) { Constant = label.Instead };
        if (vocabulary.SourceOf(label.At, "fact", label.Fact) is not { } source) return null;
        if (ResourceValue(label) is [var fixedValue]) return new LabelReader(name) { Constant = fixedValue };
        var reader = new LabelReader(name)
        {
            Source = source,
            Absent = label.Absent,
            Unknown = label.Unknown,
            Admit = label.Admit,
            Map = label.Map.Count == 0 ? null : label.Map.ToFrozenDictionary(StringComparer.Ordinal),
        };
        if (source.IsClientChosen) ClientLabels.Add(reader);
        return reader;
    }

    private static Family Create(MetricDefinition metric)
    {
        var presence = metric.Presence ?? metric.Type switch
        {
            FamilyType.Stat => Presence.Absent,
            _ => metric.Labels.Count == 0 && metric.Feeds.All(feed => feed.Mode != FeedMode.Read) ? Presence.Zero : Presence.Header,
        };
        var options = new FamilyOptions(metric.Name, metric.Help, metric.Type, [.. metric.Labels], presence)
        {
            Buckets = metric.Buckets is null ? null : new Buckets(metric.Buckets),
            SeriesLimit = metric.SeriesLimit ?? FamilyOptions.DefaultSeriesLimit,
        };
        return metric.Type switch
        {
            FamilyType.Counter => new CounterFamily(options),
            FamilyType.Gauge => new GaugeFamily(options),
            FamilyType.Histogram => new HistogramFamily(options),
            FamilyType.Stat => new StatFamily(options),
            _ => throw new UnreachableException($"Family type {metric.Type}."),
        };
    }

    /// <summary>The one value of a label that reads the service's resource, such as its node id; null for other labels. It costs nothing per event.</summary>
    private string[]? ResourceValue(LabelDefinition label)
    {
        if (label.Fact is null || vocabulary.SourceOf(label.At, "fact", label.Fact)?.Fact is not { Origin: FactOrigin.Resource } fact) return null;
        return [resource.TryGet(fact, out var value) ? value.ToString() : label.Absent];
    }

    /// <summary>Starts every combination of closed label values at zero.</summary>
    private void MakeClosedSeries(MetricDefinition metric, Family family)
    {
        IEnumerable<string[]> combinations = [[]];
        foreach (var name in metric.Labels)
        {
            var values = pack.Labels.TryGetValue(name, out var label) ? label.Values ?? ResourceValue(label) : null;
            values ??= [.. metric.Feeds.Select(feed => feed.Const.GetValueOrDefault(name)).OfType<string>().Distinct(StringComparer.Ordinal)];
            if (values.Count == 0)
            {
                metric.At.Error("presence", $"zero needs closed values for every label, and '{name}' has none: list its values, or use header.");
                return;
            }

            combinations = combinations.SelectMany(prefix => values.Select(value => (string[])[.. prefix, value]));
        }

        foreach (var combination in combinations) family.GetOrAdd(combination);
    }
}
