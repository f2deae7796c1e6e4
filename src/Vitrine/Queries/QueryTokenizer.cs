using System.Text.RegularExpressions;

namespace Vitrine.Queries;

/// <summary>Cuts a PromQL query into tokens. It finds names and does not judge: whether a query is PromQL is promtool's to say.</summary>
internal static partial class QueryTokenizer
{
    /// <summary>The tokens of a query, comments and white space left out.</summary>
    public static IReadOnlyList<QueryToken> Read(string query)
    {
        var tokens = new List<QueryToken>();
        foreach (Match match in Token().Matches(query))
        {
            var (kind, text) = match.Groups switch
            {
                var groups when groups["name"].Success => (QueryTokenKind.Name, match.Value),
                var groups when groups["text"].Success => (QueryTokenKind.Text, match.Value[1..^1]),
                var groups when groups["number"].Success => (QueryTokenKind.Number, match.Value),
                var groups when groups["variable"].Success => (QueryTokenKind.Variable, groups["variable"].Value),
                _ => (QueryTokenKind.Mark, match.Value),
            };
            if (!match.Groups["comment"].Success) tokens.Add(new QueryToken(kind, text));
        }

        return tokens;
    }

    /// <summary>The variables in any text of a dashboard, Grafana's own (<c>$__interval</c>) left out.</summary>
    public static IEnumerable<string> VariablesIn(string text) =>
        Variable().Matches(text).Select(match => match.Groups["variable"].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal));

    [GeneratedRegex("""
        (?<comment>\#[^\n]*) |
        (?<text>"(\\.|[^"\\])*" | '(\\.|[^'\\])*' | `[^`]*`) |
        (?<name>[A-Za-z_][A-Za-z0-9_:]*) |
        (?<number>[0-9][A-Za-z0-9_.:]*) |
        \$\{(?<variable>\w+)[^}]*\} | \$(?<variable>\w+) |
        \S
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex(@"\$\{(?<variable>[A-Za-z_]\w*)[^}]*\}|\$(?<variable>[A-Za-z_]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex Variable();
}
