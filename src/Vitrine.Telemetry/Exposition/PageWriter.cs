using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Exposition;

/// <summary>
/// Writes a page of metrics into a buffer writer: copies of pre-rendered bytes, integers by the short road, nothing allocated.
/// </summary>
internal ref struct PageWriter(IBufferWriter<byte> destination, ExpositionFormat format)
{
    private const int Chunk = 16 * 1024;
    private const int NumberSize = 32;
    private Span<byte> _span;
    private int _used;

    public readonly ExpositionFormat Format => format;

    private readonly bool IsOpen => format == ExpositionFormat.OpenMetrics;

    /// <summary>Writes HELP and TYPE.</summary>
    public void Header(FamilyHeader header) => Raw(IsOpen ? header.Open : header.Text);

    /// <summary>Writes a line that begins with rendered bytes.</summary>
    public void Line(scoped ReadOnlySpan<byte> beginning, double value)
    {
        Ensure(beginning.Length + NumberSize);
        beginning.CopyTo(_span[_used..]);
        _used += beginning.Length;
        Number(value);
        Byte((byte)'\n');
    }

    /// <summary>Writes a line from its parts.</summary>
    public void Line(byte[] name, byte[] labels, double value)
    {
        Raw(name);
        if (labels.Length > 0)
        {
            Byte((byte)'{');
            Raw(labels);
            Byte((byte)'}');
        }

        Line(" "u8, value);
    }

    /// <summary>Begins a sample whose labels are written one by one.</summary>
    public void BeginLine(FamilyHeader header) => Raw(header.Name);

    /// <summary>Writes one label, escaped.</summary>
    public void Label(string name, string value, bool first)
    {
        Byte(first ? (byte)'{' : (byte)',');
        Text(name);
        Raw("=\""u8);
        foreach (var c in value.AsSpan().EnumerateRunes())
        {
            switch (c.Value)
            {
                case '\\': Raw("\\\\"u8); break;
                case '"': Raw("\\\""u8); break;
                case '\n': Raw("\\n"u8); break;
                default:
                    Ensure(4);
                    _used += c.EncodeToUtf8(_span[_used..]);
                    break;
            }
        }

        Byte((byte)'"');
    }

    /// <summary>Ends a sample begun with <see cref="BeginLine"/>.</summary>
    public void EndLine(bool hadLabels, double value)
    {
        Raw(hadLabels ? "} "u8 : " "u8);
        Number(value);
        Byte((byte)'\n');
    }

    /// <summary>Writes the lines of one histogram series.</summary>
    /// <param name="beginnings">The family's lines.</param>
    /// <param name="series">Which series.</param>
    /// <param name="cell">Its cell when it has exemplars, or null.</param>
    /// <param name="counts">Counts per bucket, not cumulative.</param>
    /// <param name="sum">The sum of observations.</param>
    public void Histogram(LineBeginnings beginnings, int series, HistogramCell? cell, ReadOnlySpan<long> counts, double sum)
    {
        var total = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            total += counts[i];
            Raw(beginnings.Of(series, i));
            Integer(total);
            if (IsOpen && cell?.ExemplarOf(i) is { } exemplar) Exemplar(exemplar);
            Byte((byte)'\n');
        }

        Line(beginnings.Of(series, counts.Length), sum);
        Line(beginnings.Of(series, counts.Length + 1), total);
    }

    /// <summary>Ends the page.</summary>
    public void End()
    {
        if (IsOpen) Raw("# EOF\n"u8);
        destination.Advance(_used);
        _span = default;
        _used = 0;
    }

    /// <summary>Writes bytes as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        if (_span.Length - _used < bytes.Length) Grow(bytes.Length);
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    private void Exemplar(Exemplar exemplar)
    {
        Raw(" # {trace_id=\""u8);
        Hex(exemplar.TraceId);
        Raw("\",span_id=\""u8);
        Ensure(16);
        Span<byte> id = stackalloc byte[8];
        exemplar.SpanId.CopyTo(id);
        HexBytes(id);
        Raw("\"} "u8);
        Number(exemplar.Value);
        Byte((byte)' ');
        Number(exemplar.UnixSeconds);
    }

    private void Hex(ActivityTraceId id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.CopyTo(bytes);
        HexBytes(bytes);
    }

    private void HexBytes(scoped ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length * 2);
        Convert.TryToHexStringLower(bytes, _span[_used..], out var written);
        _used += written;
    }

    private void Text(string text)
    {
        Ensure(text.Length * 3);
        _used += Encoding.UTF8.GetBytes(text, _span[_used..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Byte(byte value)
    {
        if (_span.Length == _used) Grow(1);
        _span[_used++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Integer(long value)
    {
        Ensure(NumberSize);
        if ((ulong)value < 10)
        {
            _span[_used++] = (byte)('0' + value);
            return;
        }

        Utf8Formatter.TryFormat(value, _span[_used..], out var written);
        _used += written;
    }

    private void Number(double value)
    {
        var whole = (long)value;
        if (whole == value && Math.Abs(value) < 1e15)
        {
            Integer(whole);
            return;
        }

        if (double.IsFinite(value))
        {
            Ensure(NumberSize);
            value.TryFormat(_span[_used..], out var written, default, null);
            _used += written;
        }
        else
        {
            Raw(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Ensure(int size)
    {
        if (_span.Length - _used < size) Grow(size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        destination.Advance(_used);
        _span = destination.GetSpan(Math.Max(size, Chunk));
        _used = 0;
    }
}
