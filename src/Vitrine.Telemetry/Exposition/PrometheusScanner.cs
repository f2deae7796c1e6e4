using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Telemetry.Exposition;

/// <summary>
/// Walks the samples of a Prometheus or OpenMetrics text page: name, labels as they stand, value. Comments, timestamps, exemplars and lines
/// that are none are passed over; a last line without its end is left out, for it may be cut. It never throws and allocates nothing.
/// </summary>
/// <param name="page">UTF-8.</param>
public ref struct PrometheusScanner(ReadOnlySpan<byte> page)
{
    private static readonly SearchValues<byte> s_afterName = SearchValues.Create("{ \t"u8);
    private ReadOnlySpan<byte> _rest = page;
    private ReadOnlySpan<byte> _afterName;

    /// <summary>The sample's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>Goes to the next line that begins with a name; nothing else of it is read yet, for most are not asked for.</summary>
    public bool Next()
    {
        while (true)
        {
            var end = _rest.IndexOf((byte)'\n');
            if (end < 0) return false;
            var line = _rest[..end];
            _rest = _rest[(end + 1)..];
            if (line.IsEmpty || line[0] == '#') continue;
            var name = line.IndexOfAny(s_afterName);
            if (name <= 0) continue;
            Name = line[..name];
            _afterName = line[name..];
            return true;
        }
    }

    /// <summary>Reads the sample.</summary>
    /// <param name="labels">What stands between the braces; empty for none.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the labels do not end, or when the value is no finite number.</returns>
    public readonly bool TryRead(out ReadOnlySpan<byte> labels, out double value)
    {
        labels = default;
        value = 0;
        var rest = _afterName;
        if (rest[0] == '{')
        {
            var close = ClosingBrace(rest);
            if (close < 0) return false;
            labels = rest[1..close];
            rest = rest[(close + 1)..];
        }

        rest = rest.TrimStart(" \t"u8);
        return Utf8Parser.TryParse(rest, out value, out var read) && double.IsFinite(value) && (read == rest.Length || rest[read] is (byte)' ' or (byte)'\t' or (byte)'\r');
    }

    /// <summary>The value of a label as it stands, escapes included; false when there is none.</summary>
    public static bool TryLabel(ReadOnlySpan<byte> labels, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var rest = labels;
        while (true)
        {
            value = default;
            var equals = rest.IndexOf((byte)'=');
            if (equals < 0 || equals + 1 >= rest.Length || rest[equals + 1] != '"') return false;
            var isIt = rest[..equals].Trim(" \t,"u8).SequenceEqual(name);
            rest = rest[(equals + 2)..];
            var close = ClosingQuote(rest);
            if (close < 0) return false;
            value = rest[..close];
            if (isIt) return true;
            rest = rest[(close + 1)..];
        }
    }

    /// <summary>The brace that closes the labels; those inside of quotes do not.</summary>
    private static int ClosingBrace(ReadOnlySpan<byte> text)
    {
        for (var at = 1; at < text.Length; at++)
        {
            var step = text[at..].IndexOfAny((byte)'}', (byte)'"');
            if (step < 0) return -1;
            at += step;
            if (text[at] == '}') return at;
            var close = ClosingQuote(text[(at + 1)..]);
            if (close < 0) return -1;
            at += close + 1;
        }

        return -1;
    }

    /// <summary>The quote that ends a text; those behind a backslash do not.</summary>
    private static int ClosingQuote(ReadOnlySpan<byte> text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var step = text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0) return -1;
            at += step;
            if (text[at] == '"') return at;
            at++;
        }

        return -1;
    }
}
