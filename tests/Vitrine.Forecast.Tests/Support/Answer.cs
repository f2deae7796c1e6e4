using System.Text.Json;

namespace Vitrine.Forecast.Tests.Support;

/// <summary>An answer that was read to its end.</summary>
internal sealed record Answer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Its body.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>A text at the top of its body.</summary>
    public string? this[string name] => Json.TryGetProperty(name, out var value) ? value.GetString() : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase));
}
