using System.Text.Json;

namespace Vitrine.RoleLogs;

/// <summary>Finds the time in a JSON log line.</summary>
internal static class LineTime
{
    /// <summary>The instant of <paramref name="key"/>, or null when the line is no JSON or has no such time.</summary>
    public static DateTimeOffset? Find(string line, string key)
    {
        if (!line.StartsWith('{')) return null;
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time) ? time : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
