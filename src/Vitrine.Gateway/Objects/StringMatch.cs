using System.Text.RegularExpressions;

namespace Vitrine.Gateway.Objects;

/// <summary>A condition on a text: exact, prefix or regular expression. An empty one matches everything.</summary>
/// <param name="Exact">The whole text, or null.</param>
/// <param name="Prefix">How the text begins, or null.</param>
/// <param name="Regex">What the text matches anywhere, or null. Non-backtracking: a stranger's header cannot make it slow.</param>
internal sealed record StringMatch(string? Exact, string? Prefix, Regex? Regex)
{
    /// <summary>Whether the text matches. A missing text, null, matches nothing but an empty condition.</summary>
    public bool Matches(string? text)
    {
        if (Exact is not null) return string.Equals(text, Exact, StringComparison.Ordinal);
        if (Prefix is not null) return text is not null && text.StartsWith(Prefix, StringComparison.Ordinal);
        return Regex is null || (text is not null && Regex.IsMatch(text));
    }
}
