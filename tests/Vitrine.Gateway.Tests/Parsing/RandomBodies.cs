using System.Text;

namespace Vitrine.Gateway.Tests.Parsing;

/// <summary>Makes chat requests with the properties that the gateway rewrites and others, in any order, with any white space.</summary>
internal sealed class RandomBodies(int seed)
{
    private static readonly string[] s_names = ["tools", "user", "x", "top", "métä", "strea\\u006ds", "metadata", "choices"];
    private static readonly string[] s_spaces = ["", "", " ", "\n", "\t ", "  "];
    private readonly Random _random = new(seed);

    public string Next()
    {
        var properties = new List<string> { Pair("model", "\"a\""), Pair("messages", "[{\"role\":\"user\",\"content\":" + Text() + "}]") };
        foreach (var name in s_names) Maybe(name, () => Value(3));
        Maybe("stream", () => Pick("true", "false", "null", "true"));
        Maybe("stream_options", () => Pick("null", "{}", "{ }", "{\"include_usage\":true}", "{\"include_usage\" : false, \"y\":[1]}", "{\"y\":{\"include_usage\":1}}"));
        Maybe("max_tokens", () => Pick("5", "null", "-1"));
        Maybe("max_completion_tokens", () => Pick("5", "null"));
        return Space() + "{" + Space() + string.Join(Space() + "," + Space(), properties.OrderBy(_ => _random.Next())) + Space() + "}" + Space();

        void Maybe(string name, Func<string> value)
        {
            if (_random.Next(2) == 0) properties.Add(Pair(name, value()));
        }
    }

    private string Pair(string name, string value) => $"\"{name}\"{Space()}:{Space()}{value}";

    private string Value(int depth) => _random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => Text(),
        1 => _random.Next(-1000, 1000).ToString(),
        2 => "1.5e-3",
        3 => Pick("true", "false"),
        4 => "null",
        5 => "[" + string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(_ => Value(depth - 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, _random.Next(4)).Select(i => Pair(Pick("model", "stream", "a", "b") + i, Value(depth - 1)))) + "}",
    };

    private string Text()
    {
        var text = new StringBuilder("\"");
        for (var i = _random.Next(8); i > 0; i--) text.Append(Pick("a", "ä", "\\\"", "\\\\", "\\u00e4", "😀", "\\\"model\\\":", "}", "{", ","));
        return text.Append('"').ToString();
    }

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private string Space() => s_spaces[_random.Next(s_spaces.Length)];
}
