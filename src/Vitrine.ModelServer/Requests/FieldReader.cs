using System.Text.Json;

namespace Vitrine.ModelServer.Requests;

/// <summary>
/// Reads single fields strictly: a number is not a text, 1.5 is not an integer, null means absent. What does not fit is reported with the
/// field's name and skipped, so that reading goes on behind it.
/// </summary>
internal static class FieldReader
{
    /// <summary>Reads a boolean.</summary>
    public static bool? Flag(ref Utf8JsonReader json, string field, FieldErrors errors)
    {
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False) return json.GetBoolean();
        Refuse(ref json, field, "true or false", errors);
        return null;
    }

    /// <summary>Reads a number as the engine's single precision.</summary>
    public static float? Real(ref Utf8JsonReader json, string field, string accepted, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var value) && double.IsFinite(value)) return (float)value;
        Refuse(ref json, field, accepted, errors);
        return null;
    }

    /// <summary>Reads an integer of up to 32 bits.</summary>
    public static int? Integer(ref Utf8JsonReader json, string field, string accepted, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out var value)) return value;
        Refuse(ref json, field, accepted, errors);
        return null;
    }

    /// <summary>Reads an integer of up to 64 bits.</summary>
    public static long? LongInteger(ref Utf8JsonReader json, string field, string accepted, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value)) return value;
        Refuse(ref json, field, accepted, errors);
        return null;
    }

    /// <summary>Reads a text. A half of a surrogate pair is no text.</summary>
    public static string? Text(ref Utf8JsonReader json, string field, string accepted, FieldErrors errors)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            Refuse(ref json, field, accepted, errors);
            return null;
        }

        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            errors.Wrong(field, "a text with half a surrogate pair", "valid Unicode");
            return null;
        }
    }

    /// <summary>Reads one text, or a list of texts.</summary>
    public static List<string>? Texts(ref Utf8JsonReader json, string field, FieldErrors errors)
    {
        const string accepted = "a text or a list of texts";
        if (json.TokenType == JsonTokenType.String) return Text(ref json, field, accepted, errors) is { } only ? [only] : null;
        if (json.TokenType != JsonTokenType.StartArray)
        {
            Refuse(ref json, field, accepted, errors);
            return null;
        }

        var texts = new List<string>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (Text(ref json, $"{field}[{texts.Count}]", "a text", errors) is { } text) texts.Add(text);
        }

        return texts;
    }

    /// <summary>Skips a value; true when it says nothing: null, false, 0, an empty text, list or object.</summary>
    public static bool SkipIsEmpty(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null or JsonTokenType.False: return true;
            case JsonTokenType.Number: return json.TryGetDouble(out var number) && number == 0;
            case JsonTokenType.String: return json.ValueSpan.IsEmpty;
            case JsonTokenType.StartArray or JsonTokenType.StartObject:
                var start = json.TokenStartIndex;
                json.Skip();
                return json.BytesConsumed - start <= 2;
            default: return false;
        }
    }

    /// <summary>Skips a value that does not fit and reports it; null is not reported.</summary>
    public static void Refuse(ref Utf8JsonReader json, string field, string accepted, FieldErrors errors)
    {
        if (json.TokenType == JsonTokenType.Number) errors.Wrong(field, System.Text.Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, 40)]), accepted);
        else if (json.TokenType != JsonTokenType.Null) errors.WrongType(field, json.TokenType, accepted);
        json.Skip();
    }
}
