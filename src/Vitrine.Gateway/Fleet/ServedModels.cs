using System.Text.Json;

namespace Vitrine.Gateway.Fleet;

/// <summary>Reads which models a server has, from the two pages that say so.</summary>
internal static class ServedModels
{
    private const string Family = "vitrine_model_offered{";
    private const string Label = "gen_ai_request_model=\"";

    /// <summary>The ids of an OpenAI list of models.</summary>
    /// <returns>Null when the answer is no such list.</returns>
    public static IReadOnlyList<string>? OfList(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("data"u8, out var data)) return null;
            // Ollama without a model answers null.
            if (data.ValueKind == JsonValueKind.Null) return [];
            if (data.ValueKind != JsonValueKind.Array) return null;
            return [.. data.EnumerateArray().Select(IdOf).OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an escape: readable as JSON, not as text.
            return null;
        }
    }

    /// <summary>The models of a model server of ours, loaded or loaded when somebody asks, from its page of pack <c>otel</c>.</summary>
    public static IReadOnlyList<string> OfPage(string page)
    {
        var models = new List<string>();
        foreach (var line in page.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(Family, StringComparison.Ordinal)) continue;
            var from = line.IndexOf(Label, StringComparison.Ordinal);
            if (from >= 0 && Unescape(line[(from + Label.Length)..]) is { Length: > 0 } model) models.Add(model);
        }

        return models;
    }

    private static string? IdOf(JsonElement model) =>
        model.ValueKind == JsonValueKind.Object && model.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    /// <summary>A label's value up to its closing quote.</summary>
    private static string Unescape(ReadOnlySpan<char> text)
    {
        var value = new System.Text.StringBuilder();
        for (var i = 0; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length) value.Append(text[++i] == 'n' ? '\n' : text[i]);
            else value.Append(text[i]);
        }

        return value.ToString();
    }
}
