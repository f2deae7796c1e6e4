using System.Text.Json;

namespace Vitrine.ModelServer.Requests;

/// <summary>Reads OpenAI's four ways to give a model texts: a text, a list of texts, a list of token ids, and a list of such lists.</summary>
internal static class TextInputReader
{
    private const string Accepted = "a text, a list of texts, a list of token ids, or a list of such lists";
    private const string Token = "a token id";

    /// <summary>Reads the inputs; null when there is none or something is wrong with one.</summary>
    public static IReadOnlyList<TextInput>? Read(ref Utf8JsonReader json, string field, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.String) return FieldReader.Text(ref json, field, Accepted, errors) is { } text ? [new TextInput { Text = text }] : null;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            FieldReader.Refuse(ref json, field, Accepted, errors);
            return null;
        }

        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.EndArray: return null;
            case JsonTokenType.Number: return ReadTokens(ref json, field, errors) is { } tokens ? [new TextInput { Tokens = tokens }] : null;
            default: return ReadList(ref json, field, errors);
        }
    }

    /// <summary>Reads texts and lists of tokens from the first one on.</summary>
    private static List<TextInput>? ReadList(ref Utf8JsonReader json, string field, FieldErrors errors)
    {
        var inputs = new List<TextInput>();
        var isWhole = true;
        for (var i = 0; json.TokenType != JsonTokenType.EndArray; i++, json.Read())
        {
            if (ReadItem(ref json, $"{field}[{i}]", errors) is { } input) inputs.Add(input);
            else isWhole = false;
        }

        return isWhole ? inputs : null;
    }

    private static TextInput? ReadItem(ref Utf8JsonReader json, string path, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.StartArray)
        {
            json.Read();
            return ReadTokens(ref json, path, errors) is { } tokens ? new TextInput { Tokens = tokens } : null;
        }

        if (json.TokenType == JsonTokenType.Null) errors.WrongType(path, json.TokenType, "a text or a list of token ids");
        return FieldReader.Text(ref json, path, "a text or a list of token ids", errors) is { } text ? new TextInput { Text = text } : null;
    }

    /// <summary>Reads token ids from the first one to the end of their list.</summary>
    private static List<int>? ReadTokens(ref Utf8JsonReader json, string path, FieldErrors errors)
    {
        var tokens = new List<int>();
        var isWhole = true;
        for (var i = 0; json.TokenType != JsonTokenType.EndArray; i++, json.Read())
        {
            if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var token))
            {
                tokens.Add(token);
                continue;
            }

            // One of them tells enough: a million wrong ones are not listed.
            if (isWhole && json.TokenType == JsonTokenType.Null) errors.WrongType($"{path}[{i}]", json.TokenType, Token);
            if (isWhole) FieldReader.Refuse(ref json, $"{path}[{i}]", Token, errors);
            else json.Skip();
            isWhole = false;
        }

        return isWhole ? tokens : null;
    }
}
