using System.Globalization;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Metrics;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Packs;

/// <summary>Reads <c>pack.yaml</c> into its syntax tree. Every error is collected in the source; the tree holds what could be read.</summary>
internal static partial class PackReader
{
    private static readonly (string Key, FamilyType Type)[] s_types =
    [
        ("counter", FamilyType.Counter), ("gauge", FamilyType.Gauge), ("histogram", FamilyType.Histogram), ("avg_min_max", FamilyType.Stat),
    ];

    /// <summary>Reads a whole pack.</summary>
    public static PackDefinition Read(YamlSource source)
    {
        var root = source.Root;
        var buckets = ReadBuckets(root);
        var pack = new PackDefinition
        {
            At = root,
            Name = root.RequiredText("pack"),
            Title = root.Text("title") ?? "",
            Buckets = buckets,
            Labels = ReadLabels(root),
            Metrics = [.. root.Maps("metrics").Select(map => ReadMetric(map, buckets))],
            Log = ReadLog(root),
            Lines = [.. root.Maps("lines").Select(ReadLine)],
            Audit = [.. root.Maps("audit").Select(ReadRule)],
            Spans = [.. root.Maps("spans").Select(ReadSpan)],
            Equations = [.. root.Maps("equations").Select(ReadEquation)],
            Undriven = ReadTexts(root, "undriven"),
        };
        root.Done();
        return pack;
    }

    /// <summary>A mapping of texts; empty when the key is missing.</summary>
    internal static Dictionary<string, string> ReadTexts(YamlMap at, string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (at.Map(key) is not { } map) return texts;
        foreach (var name in map.Keys.ToArray()) texts[name] = map.Text(name) ?? "";
        return texts;
    }

    private static Dictionary<string, double[]> ReadBuckets(YamlMap root)
    {
        var all = new Dictionary<string, double[]>(StringComparer.Ordinal);
        if (root.Map("buckets") is not { } map) return all;
        foreach (var name in map.Keys.ToArray()) all[name] = ReadBounds(map, name);
        return all;
    }

    private static double[] ReadBounds(YamlMap at, string key)
    {
        var bounds = new List<double>();
        foreach (var text in at.Texts(key))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bound) || !double.IsFinite(bound))
                at.Error(key, $"'{text}' is not a finite number; +Inf is added by itself.");
            else if (bounds.Count > 0 && bound <= bounds[^1]) at.Error(key, $"bounds must ascend, but {text} follows {bounds[^1]}.");
            else bounds.Add(bound);
        }

        if (bounds.Count == 0) at.Error(key, "needs at least one bound.");
        return [.. bounds];
    }

    private static Dictionary<string, LabelDefinition> ReadLabels(YamlMap root)
    {
        var labels = new Dictionary<string, LabelDefinition>(StringComparer.Ordinal);
        if (root.Map("labels") is not { } map) return labels;
        foreach (var name in map.Keys.ToArray())
        {
            if (map.Map(name) is not { } at) continue;
            labels[name] = new LabelDefinition(at, name, at.Text("fact"))
            {
                Absent = at.Text("absent") ?? "",
                Unknown = at.Text("unknown") ?? "unknown",
                Admit = at.Integer("admit") ?? 0,
                Map = ReadTexts(at, "map"),
                Values = at.Has("values") ? at.Texts("values") : null,
                Expose = at.Flag("expose") ?? true,
                Instead = at.Text("instead") ?? "_all",
            };
            at.Done();
        }

        return labels;
    }

    private static MetricDefinition ReadMetric(YamlMap at, Dictionary<string, double[]> buckets)
    {
        var written = s_types.Where(type => at.Has(type.Key)).ToArray();
        if (written.Length != 1) at.Source.Error(at.Node, at.Path, "needs exactly one of counter, gauge, histogram, avg_min_max, naming the family.");
        var (key, type) = written.Length > 0 ? written[0] : s_types[0];
        var name = at.Text(key) ?? "";
        if (written.Length == 1 && !IsMetricName(name)) at.Error(key, $"'{name}' is not a metric name: letters, digits and underscores, not starting with a digit.");
        var metric = new MetricDefinition(at, type, name, at.RequiredText("help"))
        {
            Presence = at.Has("presence") ? at.Choice("presence", Presence.Header, ("zero", Presence.Zero), ("header", Presence.Header), ("absent", Presence.Absent)) : null,
            Labels = at.Texts("labels"),
            SeriesLimit = at.Integer("limit", 1),
            Buckets = ReadBucketsOf(at, type, buckets),
            Feeds = at.Has("feeds") ? [.. at.Maps("feeds").Select(ReadFeed)] : [ReadFeed(at, isInline: true)],
        };
        if (metric.Labels.Count > LabelKeys.MaxLabels) at.Error("labels", $"a family has at most {LabelKeys.MaxLabels} labels.");
        if (metric.Labels.Distinct(StringComparer.Ordinal).Count() != metric.Labels.Count) at.Error("labels", "a label appears twice.");
        at.Done();
        return metric;
    }

    private static double[]? ReadBucketsOf(YamlMap at, FamilyType type, Dictionary<string, double[]> buckets)
    {
        if (type != FamilyType.Histogram)
        {
            if (at.Has("buckets")) at.Error("buckets", "only a histogram has buckets.");
            return null;
        }

        if (at.Raw("buckets") is YamlScalarNode scalar)
        {
            if (buckets.TryGetValue(scalar.Value ?? "", out var named)) return named;
            at.Error("buckets", $"'{scalar.Value}' is not among this pack's buckets. {Nearest.Suggest(scalar.Value ?? "", buckets.Keys)}");
            return [1];
        }

        if (at.Has("buckets")) return ReadBounds(at, "buckets");
        at.Source.Error(at.Node, at.PathOf("buckets"), "is missing: a histogram names its buckets or lists its bounds.");
        return [1];
    }

    private static FeedDefinition ReadFeed(YamlMap at) => ReadFeed(at, isInline: false);

    private static FeedDefinition ReadFeed(YamlMap at, bool isInline)
    {
        var modes = new[] { ("from", FeedMode.From), ("open", FeedMode.Open), ("read", FeedMode.Read) }.Where(mode => at.Has(mode.Item1)).ToArray();
        if (modes.Length != 1) at.Source.Error(at.Node, at.Path, "needs exactly one of from (ends and points), open (scopes in flight), read (rows of a state).");
        var (key, mode) = modes.Length > 0 ? modes[0] : ("from", FeedMode.From);
        var feed = new FeedDefinition(at, mode, at.Text(key) ?? "")
        {
            Value = at.Text("value"),
            When = ReadWhen(at, "when"),
            Const = ReadTexts(at, "const"),
            Bind = ReadTexts(at, "bind"),
        };
        if (!isInline) at.Done();
        return feed;
    }

    private static bool IsMetricName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or ':');
}
