using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Queries;

/// <summary>The queries that come with a pack: those of <c>dashboards/*.json</c> and of <c>alerts.yaml</c>. Every name in them must be one the pack declares.</summary>
internal sealed class PackQueries
{
    public const string AlertFile = "alerts.yaml";
    public const string AlertTestFile = "alerts.test.yaml";
    private const string DashboardFolder = "dashboards/";

    private readonly DeclaredSeries _declared;
    private readonly List<YamlSource> _sources = [];
    private readonly List<PackQuery> _queries = [];

    private PackQueries(Pack pack)
    {
        _declared = new DeclaredSeries(pack);
        foreach (var file in pack.Files)
        {
            if (file == AlertFile) Read(pack, file, AlertReader.Read);
            else if (file.StartsWith(DashboardFolder, StringComparison.Ordinal) && file.EndsWith(".json", StringComparison.Ordinal)) Read(pack, file, DashboardReader.Read);
        }

        foreach (var query in _queries) Check(query);
        Errors = [.. _sources.SelectMany(source => source.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column))];
    }

    /// <summary>The queries, in the order of the files.</summary>
    public IReadOnlyList<PackQuery> Queries => _queries;

    /// <summary>Every name that the pack does not declare, with its place and the nearest name that it does, and what else the readers found; in the order of the files.</summary>
    public IReadOnlyList<DocumentError> Errors { get; }

    /// <summary>What asks something, with the families it asks about as the pack's report names them; what asks about none of the pack's is left out.</summary>
    public IEnumerable<(string Owner, IReadOnlyList<string> Families)> FamiliesByOwner => _queries
        .GroupBy(query => query.Owner, query => query.Names.Selectors.Select(selector => _declared.FamilyOf(selector.Metric)).OfType<string>(), StringComparer.Ordinal)
        .Select(group => (Owner: group.Key, Families: (IReadOnlyList<string>)[.. group.SelectMany(families => families).Distinct(StringComparer.Ordinal)]))
        .Where(asked => asked.Families.Count > 0);

    /// <summary>Reads the queries of a pack.</summary>
    public static PackQueries Of(Pack pack) => new(pack);

    private void Read(Pack pack, string file, Func<YamlSource, IReadOnlyList<PackQuery>> reader)
    {
        var source = YamlSource.Parse($"{pack.Folder}/{file}", pack.ReadText(file));
        _sources.Add(source);
        _queries.AddRange(reader(source));
    }

    private void Check(PackQuery query)
    {
        var names = query.Names;
        var labels = new HashSet<string>([.. names.MadeLabels, .. query.OwnLabels], StringComparer.Ordinal);
        foreach (var selector in names.Selectors.Where(selector => selector.Metric.Length > 0))
        {
            if (_declared.LabelsOf(selector.Metric) is not { } known)
            {
                Report(query, $"No family of the pack shows '{selector.Metric}'. {Nearest.Suggest(selector.Metric, _declared.Names)}");
                return;
            }

            labels.UnionWith(known);
            foreach (var label in selector.Labels.Where(label => !known.Contains(label))) Report(query, $"{selector.Metric} has no label '{label}'. {Nearest.Suggest(label, known)}");
        }

        if (names.Selectors.All(selector => selector.Metric.Length == 0)) Report(query, "The query names no metric.");
        var loose = names.Selectors.Where(selector => selector.Metric.Length == 0).SelectMany(selector => selector.Labels);
        foreach (var label in names.GroupLabels.Concat(loose).Concat(query.ShownLabels).Distinct(StringComparer.Ordinal).Where(label => !labels.Contains(label)))
            Report(query, $"No metric of this query has a label '{label}'. {Nearest.Suggest(label, labels)}");
    }

    private static void Report(PackQuery query, string problem) => query.Map.Error(query.Key, $"{query.Owner}: {problem}");
}
