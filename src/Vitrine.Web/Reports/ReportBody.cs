using System.Text.Json;

namespace Vitrine.Web.Reports;

/// <summary>The fields of a report. What is missing is null; what has another type, or is no number of this world, is an error that names the field.</summary>
internal readonly struct ReportBody(JsonElement root)
{
    private const int LongestText = 128;

    /// <summary>Reads a body.</summary>
    /// <exception cref="FormatException">It is no JSON object.</exception>
    public static ReportBody Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? new ReportBody(document.RootElement.Clone()) : throw new FormatException("The body is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The body is no valid JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", e);
        }
    }

    /// <summary>A text of at most 128 characters; a number counts as its digits, for pages use timestamps as ids.</summary>
    public string? Text(string name)
    {
        if (Find(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.GetRawText() is { Length: <= LongestText } digits) return digits;
        try
        {
            return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestText } text ? text : throw new FormatException($"'{name}' is no text of at most {LongestText} characters.");
        }
        catch (InvalidOperationException e)
        {
            throw new FormatException($"'{name}' holds half a surrogate pair.", e);
        }
    }

    /// <summary>A number of at least zero.</summary>
    public double? Number(string name)
    {
        if (Find(name) is not { } value) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and <= long.MaxValue / 2 ? number : throw new FormatException($"'{name}' is no number of at least 0.");
    }

    /// <summary>A whole number of at least zero.</summary>
    public long? Count(string name) =>
        Number(name) is not { } number ? null : double.IsInteger(number) ? (long)number : throw new FormatException($"'{name}' is no whole number.");

    /// <summary>A time given in milliseconds, at most a day of them.</summary>
    public TimeSpan? Milliseconds(string name) =>
        Number(name) is not { } number ? null : number <= TimeSpan.MillisecondsPerDay ? TimeSpan.FromMilliseconds(number) : throw new FormatException($"'{name}' is more than a day.");

    private JsonElement? Find(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
