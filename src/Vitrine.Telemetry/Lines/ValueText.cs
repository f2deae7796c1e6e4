using System.Buffers;
using System.Globalization;
using System.Text;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Lines;

/// <summary>Writes values in a field's format: as JSON, or as bare text.</summary>
internal static class ValueText
{
    private const int NumberSize = 32;

    private static readonly SearchValues<char> s_breaks =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl), '\u2028', '\u2029']);

    /// <summary>Writes a JSON value.</summary>
    public static void WriteJson(JsonLineBuilder line, in FactValue value, FieldFormat format)
    {
        switch (format.Kind)
        {
            case FieldFormatKind.Milliseconds: line.WriteNumber((long)value.AsDuration().TotalMilliseconds); break;
            case FieldFormatKind.FractionalMilliseconds: line.WriteMilliseconds(value.AsDuration()); break;
            case FieldFormatKind.Seconds: line.WriteNumber(value.AsDuration().TotalSeconds); break;
            case FieldFormatKind.GoDuration: line.WriteGoDuration(value.AsDuration()); break;
            case FieldFormatKind.Rfc3339Milliseconds: line.WriteTime(TimeOf(value)); break;
            case FieldFormatKind.Rfc3339Nanoseconds: WriteNanoseconds(line, value); break;
            case FieldFormatKind.Text: line.WriteString(value.ToString()); break;
            case FieldFormatKind.Address: line.WriteString(AddressOf(value.Text)); break;
            case FieldFormatKind.Names: WriteNames(line, value.Text); break;
            default: WritePlain(line, value); break;
        }
    }

    /// <summary>Writes the same without quotes.</summary>
    public static void WriteText(IBufferWriter<byte> text, in FactValue value, FieldFormat format)
    {
        switch (format.Kind)
        {
            case FieldFormatKind.Milliseconds: Write(text, (long)value.AsDuration().TotalMilliseconds); break;
            case FieldFormatKind.GoDuration: text.Advance(GoDuration.Write(value.AsDuration(), text.GetSpan(GoDuration.MaxBytes))); break;
            case FieldFormatKind.Rfc3339Milliseconds: text.Advance(LogTime.WriteMillis(TimeOf(value), text.GetSpan(LogTime.MillisBytes))); break;
            case FieldFormatKind.Rfc3339Nanoseconds: text.Advance(LogTime.WriteNanos(TimeOf(value), text.GetSpan(LogTime.NanosBytes))); break;
            case FieldFormatKind.FractionalMilliseconds: Write(text, value.AsDuration().TotalMilliseconds); break;
            case FieldFormatKind.Seconds: Write(text, value.AsDuration().TotalSeconds); break;
            case FieldFormatKind.Address: Write(text, AddressOf(value.Text)); break;
            default: WritePlain(text, value); break;
        }
    }

    /// <summary>Writes characters as UTF-8.</summary>
    public static void Write(IBufferWriter<byte> text, ReadOnlySpan<char> characters) =>
        text.Advance(Encoding.UTF8.GetBytes(characters, text.GetSpan(Encoding.UTF8.GetMaxByteCount(characters.Length))));

    private static void WritePlain(JsonLineBuilder line, in FactValue value)
    {
        switch (value.Type)
        {
            case FactType.Text: line.WriteString(value.Text); break;
            case FactType.Integer: line.WriteNumber(value.Bits); break;
            case FactType.Flag: line.WriteBool(value.Bits != 0); break;
            default: line.WriteNumber(value.AsDouble()); break;
        }
    }

    private static void WritePlain(IBufferWriter<byte> text, in FactValue value)
    {
        switch (value.Type)
        {
            case FactType.Text: WriteOneLine(text, value.Text); break;
            case FactType.Integer: Write(text, value.Bits); break;
            case FactType.Flag: text.Write(value.Bits != 0 ? "true"u8 : "false"u8); break;
            default: Write(text, value.AsDouble()); break;
        }
    }

    /// <summary>A stranger's line break would forge a second line: control characters and Unicode's line ends become spaces.</summary>
    private static void WriteOneLine(IBufferWriter<byte> text, string? value)
    {
        if (value is null) return;
        var clean = !value.AsSpan().ContainsAny(s_breaks) ? value : string.Create(value.Length, value, static (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = s_breaks.Contains(from[i]) ? ' ' : from[i];
        });
        Write(text, clean);
    }

    private static void Write(IBufferWriter<byte> text, long number)
    {
        number.TryFormat(text.GetSpan(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
    }

    private static void Write(IBufferWriter<byte> text, double number)
    {
        number.TryFormat(text.GetSpan(NumberSize), out var written, default, CultureInfo.InvariantCulture);
        text.Advance(written);
    }

    private static void WriteNanoseconds(JsonLineBuilder line, in FactValue value)
    {
        var span = line.GetSpan(LogTime.NanosBytes + 2);
        span[0] = (byte)'"';
        var written = LogTime.WriteNanos(TimeOf(value), span[1..]);
        span[written + 1] = (byte)'"';
        line.Advance(written + 2);
    }

    /// <summary><c>10.0.0.7:5123</c> and <c>[::1]:5123</c> without port and brackets; what has no port stays as it is.</summary>
    private static ReadOnlySpan<char> AddressOf(ReadOnlySpan<char> text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0) return text;
        if (text[0] == '[') return text[(colon - 1)] == ']' ? text[1..(colon - 1)] : text.Trim("[]");
        return text[..colon].Contains(':') ? text : text[..colon];
    }

    private static void WriteNames(JsonLineBuilder line, ReadOnlySpan<char> names)
    {
        var between = "["u8;
        foreach (var range in names.Split(','))
        {
            line.WriteRaw(between);
            line.WriteString(names[range]);
            between = ","u8;
        }

        line.WriteRaw("]"u8);
    }

    /// <summary>Times are integers: UTC ticks.</summary>
    private static DateTimeOffset TimeOf(in FactValue value) => new(value.Type == FactType.Integer ? value.Bits : 0, TimeSpan.Zero);
}
