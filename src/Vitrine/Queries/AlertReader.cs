using System.Text.RegularExpressions;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Queries;

/// <summary>Reads a rule file of Prometheus.</summary>
internal static partial class AlertReader
{
    /// <summary>The queries of its rules. A rule without a name or a query becomes an error of the document.</summary>
    public static IReadOnlyList<PackQuery> Read(YamlSource source)
    {
        var queries = new List<PackQuery>();
        foreach (var rule in source.Root.Maps("groups").SelectMany(group => group.Maps("rules")))
        {
            var owner = rule.Text("record") is { } record ? $"rule {record}" : $"alert {rule.RequiredText("alert")}";
            var annotations = rule.TextMap("annotations").Values;
            var shown = annotations.SelectMany(text => ShownLabel().Matches(text)).Select(match => match.Groups["label"].Value);
            var text = rule.RequiredText("expr");
            queries.Add(new PackQuery(owner, rule, "expr", text, QueryNames.Of(text), [.. shown.Distinct(StringComparer.Ordinal)], [.. rule.TextMap("labels").Keys]));
        }

        return queries;
    }

    [GeneratedRegex(@"\$labels\.(?<label>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex ShownLabel();
}
