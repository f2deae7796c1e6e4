using System.Text.Json;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Parsing;

/// <summary>
/// Counts the characters of prompts while a reader passes over them: texts as they are, messages wrapped in ChatML's markers, token ids as
/// four characters each, so that a list of n ids is n tokens. Images, audio and tool calls count nothing.
/// </summary>
internal static class PromptCounter
{
    /// <summary>Characters that one token is taken for.</summary>
    public const int CharactersPerToken = 4;

    /// <summary>What the markers cost a message: <c>&lt;|im_start|&gt;</c> role newline content <c>&lt;|im_end|&gt;</c> newline.</summary>
    public const int MessageMarkers = 24;

    /// <summary>Counts the value that the reader stands on and leaves the reader on its last token.</summary>
    public static long Count(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.String => TextLength.Count(json.ValueSpan, json.ValueIsEscaped),
        JsonTokenType.Number => CharactersPerToken,
        JsonTokenType.StartArray => CountList(ref json),
        JsonTokenType.StartObject => CountObject(ref json),
        _ => 0,
    };

    private static long CountList(ref Utf8JsonReader json)
    {
        var count = 0L;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray) count += Count(ref json);
        return count;
    }

    /// <summary>Counts a message, which has a role, or a part of one, which has a type and perhaps a text.</summary>
    private static long CountObject(ref Utf8JsonReader json)
    {
        long role = 0, content = 0, text = 0;
        bool isMessage = false, isText = true;
        while (json.NextProperty())
        {
            if (json.ValueTextEquals("content"u8)) content = CountNext(ref json);
            else if (json.ValueTextEquals("text"u8)) text = CountNext(ref json);
            else if (json.ValueTextEquals("role"u8))
            {
                role = CountNext(ref json);
                isMessage = true;
            }
            else if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                isText = json.TokenType == JsonTokenType.String && (json.ValueTextEquals("text"u8) || json.ValueTextEquals("input_text"u8) || json.ValueTextEquals("output_text"u8));
                json.Skip();
            }
            else json.Skip();
        }

        return isMessage ? MessageMarkers + role + content : isText ? text : 0;
    }

    private static long CountNext(ref Utf8JsonReader json)
    {
        json.Read();
        return Count(ref json);
    }
}
