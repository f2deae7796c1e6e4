using System.Text.RegularExpressions;
using Vitrine.Telemetry.Documents;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Queries;

/// <summary>Reads a Grafana dashboard. JSON is YAML, so errors have their line like those of every other document.</summary>
internal sealed partial class DashboardReader
{
    private readonly YamlMap _root;
    private readonly List<PackQuery> _queries = [];

    private DashboardReader(YamlMap root) => _root = root;

    /// <summary>The PromQL queries of a dashboard. Variables that nobody declares or nobody uses become errors of the document.</summary>
    public static IReadOnlyList<PackQuery> Read(YamlSource source)
    {
        var reader = new DashboardReader(source.Root);
        reader.ReadVariables();
        reader.ReadPanels(source.Root.Maps("panels"));
        return reader._queries;
    }

    private void ReadVariables()
    {
        var variables = _root.Map("templating")?.Maps("list") ?? [];
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var panel in _root.Maps("panels")) used.UnionWith(VariablesBelow(panel.Node));
        foreach (var variable in variables)
        {
            used.UnionWith(VariablesBelow(variable.Node));
            ReadVariable(variable);
        }

        var declared = variables.Select(variable => variable.RequiredText("name")).ToArray();
        foreach (var variable in variables.Where(variable => !used.Contains(variable.Text("name") ?? ""))) variable.Error("name", "This variable is used by no panel.");
        foreach (var name in used.Except(declared, StringComparer.Ordinal)) _root.Error("panels", $"There is no variable '${name}'. {Nearest.Suggest(name, declared)}");
    }

    private void ReadVariable(YamlMap variable)
    {
        if (variable.Text("type") != "query" || !IsPrometheus(variable)) return;
        // Older dashboards have the text alone, newer ones a mapping around it.
        var (map, key) = variable.Raw("query") is YamlMappingNode ? (variable.Map("query")!, "query") : (variable, "query");
        if (LabelValues().Match(map.Text(key) ?? "") is not { Success: true } match) return;
        var selector = match.Groups["selector"].Value;
        _queries.Add(new PackQuery($"variable {variable.Text("name")}", map, key, selector, QueryNames.Of(selector), [match.Groups["label"].Value], []));
    }

    private void ReadPanels(IReadOnlyList<YamlMap> panels)
    {
        foreach (var panel in panels)
        {
            // A collapsed row holds its panels.
            ReadPanels(panel.Maps("panels"));
            foreach (var target in panel.Maps("targets"))
            {
                if (!IsPrometheus(target.Has("datasource") ? target : panel) || target.Text("expr") is not { } text) continue;
                var shown = Placeholder().Matches(target.Text("legendFormat") ?? "").Select(match => match.Groups["label"].Value);
                _queries.Add(new PackQuery($"panel {panel.Text("title")}", target, "expr", text, QueryNames.Of(text), [.. shown], []));
            }
        }
    }

    // What names no data source takes the default one, which is Prometheus.
    private static bool IsPrometheus(YamlMap map) =>
        map.Raw("datasource") is not YamlMappingNode source || map.Sub(source, "datasource").Text("type") is null or "prometheus";

    private static IEnumerable<string> VariablesBelow(YamlNode node) => node switch
    {
        YamlScalarNode scalar => QueryTokenizer.VariablesIn(scalar.Value ?? ""),
        YamlSequenceNode list => list.Children.SelectMany(VariablesBelow),
        YamlMappingNode map => map.Children.SelectMany(entry => entry.Key is YamlScalarNode { Value: "repeat" } && entry.Value is YamlScalarNode { Value: { } repeated } ? [repeated] : VariablesBelow(entry.Value)),
        _ => [],
    };

    [GeneratedRegex(@"^\s*label_values\(\s*(?<selector>.+?)\s*,\s*(?<label>\w+)\s*\)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\{\{\s*(?<label>\w+)\s*\}\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder();
}
