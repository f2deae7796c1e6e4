using System.Text.Json;

namespace Vitrine.Telemetry.Documents;

/// <summary>The steps of a walk over JSON that takes what it knows and passes over the rest, without a tree and without allocating.</summary>
public static class JsonWalk
{
    /// <summary>Goes on to the next name of the object that it is in; false at its end.</summary>
    /// <exception cref="JsonException">What comes is no JSON.</exception>
    public static bool NextProperty(this ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes into the value that comes if it is an object; another is passed over.</summary>
    /// <exception cref="JsonException">What comes is no JSON.</exception>
    public static bool EntersObject(this ref Utf8JsonReader json) => json.Enters(JsonTokenType.StartObject);

    /// <summary>Goes into the value that comes if it is an array; another is passed over.</summary>
    /// <exception cref="JsonException">What comes is no JSON.</exception>
    public static bool EntersArray(this ref Utf8JsonReader json) => json.Enters(JsonTokenType.StartArray);

    /// <summary>The value that comes if it counts something: a whole number from 0; another is passed over, and null.</summary>
    /// <exception cref="JsonException">What comes is no JSON.</exception>
    public static long? ReadCount(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var count) && count >= 0) return count;
        json.Skip();
        return null;
    }

    private static bool Enters(this ref Utf8JsonReader json, JsonTokenType start)
    {
        json.Read();
        if (json.TokenType == start) return true;
        json.Skip();
        return false;
    }
}
