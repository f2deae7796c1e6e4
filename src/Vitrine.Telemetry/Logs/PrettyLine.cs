using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Turns one JSON log line into one for people: <c>12:30:45.123 INFO  message key=value …</c>. Used by <c>vitrine logs</c>, by the
/// supervisor and by a role in pretty mode.
/// </summary>
/// <remarks>
/// Nested objects become dotted keys, arrays stay JSON. A line that is no JSON object passes through. Whatever came from outside cannot
/// steer the terminal: see <see cref="TerminalText"/>. Stateless and thread-safe; meant for eyes, not for hot paths.
/// </remarks>
public sealed class PrettyLine(PrettyLineKeys keys, bool colours)
{
    private const int LevelWidth = 5;

    /// <summary>Appends the rendering of <paramref name="line"/> (UTF-8, no newline) to <paramref name="output"/>, without a newline.</summary>
    public void Render(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        // Repaired first: the JSON reader would throw at an invalid sequence, deep inside a line that is readable otherwise.
        if (!Utf8.IsValid(line))
            line = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(line));
        using var document = TryParse(line);
        if (document is null || document.RootElement.ValueKind != JsonValueKind.Object)
        {
            TerminalText.Append(output, line, keepTabs: true);
            return;
        }

        var row = new Row(output, colours);
        var root = document.RootElement;
        if (Find(root, keys.Time) is { } time)
            AppendTime(ref row, time);
        if (Find(root, keys.Level) is { } level)
            AppendLevel(ref row, Text(level));
        if (Find(root, keys.Message) is { } message && Text(message) is { Length: > 0 } text)
            row.Append(text, Ansi.None);
        AppendFields(ref row, root, pathPrefix: "", keyPrefix: "");
    }

    private static JsonDocument? TryParse(ReadOnlySpan<byte> line)
    {
        // Most other text does not begin with a brace; an exception per line of a child's start-up banner would be slow.
        if (line.TrimStart((byte)' ').IndexOf((byte)'{') != 0)
            return null;
        try
        {
            var reader = new Utf8JsonReader(line);
            var document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed == line.TrimEnd(" \r\n\t"u8).Length)
                return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A key names a property of the line itself or, with dots, of an object in it.
    private static JsonElement? Find(JsonElement element, string key)
    {
        if (element.TryGetProperty(key, out var found))
            return found;
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && element.TryGetProperty(key.AsSpan(0, dot), out var inner) && inner.ValueKind == JsonValueKind.Object
            ? Find(inner, key[(dot + 1)..])
            : null;
    }

    // The path is where a property stands, the key what is shown: they differ inside the object that only wraps fields.
    private void AppendFields(ref Row row, JsonElement element, string pathPrefix, string keyPrefix)
    {
        foreach (var property in element.EnumerateObject())
        {
            var (name, value) = (Name(property), property.Value);
            var path = pathPrefix + name;
            if (path == keys.Time || path == keys.Level || path == keys.Message)
                continue;
            if (value.ValueKind != JsonValueKind.Object)
                row.AppendField(keyPrefix + name, Text(value), isText: value.ValueKind == JsonValueKind.String);
            else
                AppendFields(ref row, value, path + ".", path == keys.Fields ? "" : keyPrefix + name + ".");
        }
    }

    private static void AppendTime(ref Row row, JsonElement time)
    {
        if (LogInstant.TryRead(time, out var instant))
            row.Append(instant.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture), Ansi.Dim);
        else
            row.Append(Text(time), Ansi.Dim);
    }

    private static void AppendLevel(ref Row row, string level)
    {
        var (name, style) = level.ToUpperInvariant() switch
        {
            "TRACE" => ("TRACE", Ansi.Dim),
            "DEBUG" => ("DEBUG", Ansi.Dim),
            "INFO" or "INFORMATION" or "NOTICE" => ("INFO", Ansi.Green),
            "WARN" or "WARNING" => ("WARN", Ansi.Yellow),
            "ERROR" or "ERR" => ("ERROR", Ansi.Red),
            "FATAL" or "CRITICAL" or "CRIT" or "PANIC" => ("FATAL", Ansi.Red),
            var other => (other, Ansi.None),
        };
        row.Append(name.PadRight(LevelWidth), style);
    }

    // Lone surrogates in an escape make GetString throw; the raw JSON is still worth showing.
    private static string Text(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return value.GetRawText();
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText();
        }
    }

    private static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    // The columns of one line: a space between them, colours around them when wanted.
    private ref struct Row(IBufferWriter<byte> output, bool colours)
    {
        private bool _started;

        public void Append(string text, string style)
        {
            Separate();
            AppendStyled(text, style);
        }

        public void AppendField(string key, string value, bool isText)
        {
            Separate();
            AppendStyled(key + "=", Ansi.Cyan);
            var bytes = Encoding.UTF8.GetBytes(value);
            var quoted = isText && !TerminalText.IsBare(bytes);
            if (quoted)
                bytes = Encoding.UTF8.GetBytes($"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"");
            TerminalText.Append(output, bytes);
        }

        private readonly void AppendStyled(string text, string style)
        {
            if (colours)
                output.Write(Encoding.ASCII.GetBytes(style));
            TerminalText.Append(output, Encoding.UTF8.GetBytes(text));
            if (colours && style.Length > 0)
                output.Write("\u001b[0m"u8);
        }

        private void Separate()
        {
            if (_started)
                output.Write(" "u8);
            _started = true;
        }
    }

    // Select Graphic Rendition, ECMA-48 section 8.3.117.
    private static class Ansi
    {
        public const string None = "";
        public const string Dim = "\u001b[2m";
        public const string Red = "\u001b[31m";
        public const string Green = "\u001b[32m";
        public const string Yellow = "\u001b[33m";
        public const string Cyan = "\u001b[36m";
    }
}
