using System.Collections.Frozen;
using System.Text.Json;

namespace Vitrine.ModelServer.Requests;

/// <summary>Fields of OpenAI's API that this server cannot honour, and what to do instead. Values that ask for nothing pass.</summary>
internal static class UnsupportedFields
{
    private const string Leave = "leave it out";

    private static readonly FrozenDictionary<string, string> s_fields = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["tools"] = "this model calls no tools, leave it out",
        ["functions"] = "this model calls no functions, leave it out",
        ["tool_choice"] = "this model calls no tools, accepted are \"none\" and \"auto\"",
        ["function_call"] = "this model calls no functions, accepted are \"none\" and \"auto\"",
        ["response_format"] = "answers are free text, accepted is {\"type\":\"text\"}",
        ["modalities"] = "answers are text, accepted is [\"text\"]",
        ["audio"] = "answers are text, leave it out",
        ["logprobs"] = "accepted is false",
        ["top_logprobs"] = "accepted is 0",
        ["logit_bias"] = "accepted is an empty object",
        ["prediction"] = Leave,
        ["web_search_options"] = Leave,
        ["presence_penalty"] = "accepted is 0",
        ["frequency_penalty"] = "accepted is 0",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What to do instead, or null for a field that may be ignored.</summary>
    public static string? InsteadOf(string field) => s_fields.GetValueOrDefault(field);

    /// <summary>Skips the value; true when it asks for nothing that this server does not do anyway.</summary>
    public static bool IsHarmless(string field, ref Utf8JsonReader json)
    {
        switch (field)
        {
            case "tool_choice" or "function_call" when json.TokenType == JsonTokenType.String: return json.ValueTextEquals("none"u8) || json.ValueTextEquals("auto"u8);
            case "response_format" when json.TokenType == JsonTokenType.StartObject: return OnlyText(ref json);
            case "modalities" when json.TokenType == JsonTokenType.StartArray: return OnlyText(ref json);
            default: return FieldReader.SkipIsEmpty(ref json);
        }
    }

    /// <summary>Skips an object or list; true when every text directly in it is "text".</summary>
    private static bool OnlyText(ref Utf8JsonReader json)
    {
        var depth = json.CurrentDepth;
        var only = true;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType == JsonTokenType.String) only &= json.ValueTextEquals("text"u8);
        }

        return only;
    }
}
