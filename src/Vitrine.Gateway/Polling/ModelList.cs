using System.Text.Json;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Polling;

/// <summary>Reads an OpenAI list of models: <c>{"data":[{"id":"…"}]}</c>.</summary>
internal static class ModelList
{
    private const int MostModels = 1000;

    /// <summary>The ids, in their order, at most 1,000; null for what is no such list.</summary>
    public static IReadOnlyList<string>? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.NextProperty())
            {
                var isData = reader.ValueTextEquals("data"u8);
                reader.Read();
                if (isData) return reader.TokenType == JsonTokenType.StartArray ? ReadData(ref reader) : null;
                reader.Skip();
            }

            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> ReadData(ref Utf8JsonReader reader)
    {
        var models = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.NextProperty())
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isId && reader.TokenType == JsonTokenType.String && models.Count < MostModels) models.Add(reader.GetString()!);
                else reader.Skip();
            }
        }

        return models;
    }
}
