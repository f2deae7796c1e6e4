using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.Lines;

/// <summary>A record of a logger as the content of an envelope. Structured values become fields under their own names.</summary>
internal readonly struct LoggerLine(DateTimeOffset time, LogLevel level, string logger, string message, IReadOnlyList<KeyValuePair<string, object?>>? values, Exception? exception)
    : ILineContent
{
    private const string OriginalFormat = "{OriginalFormat}";

    public DateTimeOffset Time => time;

    public LogLevel Level => level;

    public string Logger => logger;

    public Activity? Span => Activity.Current;

    public Exception? Exception => exception;

    public bool WriteMessage(JsonLineBuilder line)
    {
        line.WriteString(message);
        return true;
    }

    public void WriteFields(JsonLineBuilder line)
    {
        if (values is null) return;
        for (var i = 0; i < values.Count; i++)
        {
            var (name, value) = values[i];
            if (string.Equals(name, OriginalFormat, StringComparison.Ordinal)) continue;
            line.WriteName(JsonLineBuilder.EncodeName(name));
            WriteValue(line, value);
        }
    }

    private static void WriteValue(JsonLineBuilder line, object? value)
    {
        switch (value)
        {
            case null: line.WriteNull(); break;
            case string text: line.WriteString(text); break;
            case bool flag: line.WriteBool(flag); break;
            case byte or sbyte or short or ushort or int or uint or long: line.WriteNumber(Convert.ToInt64(value)); break;
            case float or double or decimal: line.WriteNumber(Convert.ToDouble(value)); break;
            case DateTimeOffset at: line.WriteTime(at); break;
            default: line.WriteString(value.ToString()); break;
        }
    }
}
