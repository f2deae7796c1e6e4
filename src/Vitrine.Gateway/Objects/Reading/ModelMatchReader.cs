using System.Text.RegularExpressions;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>Reads the conditions of a rule. A regular expression that cannot be used is an error here, not a rule that silently never matches.</summary>
internal static class ModelMatchReader
{
    private const int LongestRegex = 1024;

    /// <summary>The rule's <c>modelMatch</c>, or null when it has none.</summary>
    public static ModelMatch? Read(YamlMap rule)
    {
        if (rule.Map("modelMatch") is not { } match) return null;
        var headers = new List<HeaderMatch>();
        if (match.Map("headers") is { } map)
        {
            foreach (var name in map.Keys)
            {
                if (map.Map(name) is { } condition) headers.Add(new HeaderMatch(name, ReadCondition(condition)));
            }
        }

        var uri = match.Map("uri");
        var body = match.Map("body");
        var model = body?.Text("model");
        body?.Done();
        match.Done();
        return new ModelMatch(headers, uri is null ? null : ReadCondition(uri), model);
    }

    private static StringMatch ReadCondition(YamlMap map)
    {
        var (exact, prefix, pattern) = (map.Text("exact"), map.Text("prefix"), map.Text("regex"));
        map.Done();
        if ((exact is null ? 0 : 1) + (prefix is null ? 0 : 1) + (pattern is null ? 0 : 1) > 1)
            map.Source.Error(map.Node, map.Path, "takes one of exact, prefix and regex.");
        return new StringMatch(exact, prefix, pattern is null ? null : Compile(map, pattern));
    }

    private static Regex? Compile(YamlMap map, string pattern)
    {
        if (pattern.Length > LongestRegex)
        {
            map.Error("regex", $"has {pattern.Length} characters; at most {LongestRegex} are accepted.");
            return null;
        }

        try
        {
            return new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (ArgumentException e)
        {
            map.Error("regex", $"is not a regular expression: {e.Message}");
        }
        catch (NotSupportedException)
        {
            map.Error("regex", "uses what linear-time matching cannot do (backreferences, look-around), or is too large.");
        }

        return null;
    }
}
