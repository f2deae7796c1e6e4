using System.Collections;
using System.Diagnostics;
using System.Text.Json;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Export;

/// <summary>A log line of an operation as the state of a log record: its fields are the attributes.</summary>
internal sealed class OperationRecord : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly List<KeyValuePair<string, object?>> _fields = [];

    /// <summary>Takes the fields from the line itself, so that record and line say the same; nested objects become dotted names.</summary>
    /// <param name="json">The line's fields as a JSON object.</param>
    public OperationRecord(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        ReadObject(ref reader, "");
    }

    /// <summary>The line's message.</summary>
    public required string Message { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The operation's span, or null.</summary>
    public required Activity? Span { get; init; }

    /// <inheritdoc/>
    public int Count => _fields.Count;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => _fields[index];

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ReadObject(ref Utf8JsonReader reader, string prefix)
    {
        while (reader.NextProperty())
        {
            var name = prefix + reader.GetString();
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref reader, name + ".");
                continue;
            }

            object? value = reader.TokenType switch
            {
                JsonTokenType.String => reader.GetString(),
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : reader.GetDouble(),
                _ => null,
            };
            if (reader.TokenType == JsonTokenType.StartArray) value = JsonElement.ParseValue(ref reader).GetRawText();
            if (value is not null) _fields.Add(new(name, value));
        }
    }
}
