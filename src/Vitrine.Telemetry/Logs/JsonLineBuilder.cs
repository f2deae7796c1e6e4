using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Renders one JSON log line as UTF-8 into a buffer that it owns and reuses. It stands between a pack's line template, whose
/// property names were rendered once with <see cref="EncodeName"/>, and <see cref="LogSink.TryWrite"/>.
/// </summary>
/// <remarks>
/// <para>Commas need no bookkeeping: a name carries its comma, and the comma is left out directly after an opening brace. So any optional
/// property can be skipped. The order of calls is the caller's business (name, then one value); it is not validated.</para>
/// <para>Not thread-safe. <see cref="Rent"/> hands out one instance per thread, so that steady-state rendering allocates nothing.</para>
/// </remarks>
public sealed class JsonLineBuilder : IBufferWriter<byte>
{
    /// <summary>Longest line in bytes unless the constructor says otherwise: 64 KiB.</summary>
    public const int DefaultMaxLineBytes = 64 * 1024;

    private const int InitialBytes = 1024;

    // A cached instance keeps a buffer of at most this size; one giant line must not stay resident on every thread.
    private const int KeptBytes = 4 * DefaultMaxLineBytes;

    [ThreadStatic]
    private static JsonLineBuilder? t_cached;

    private readonly LineShortener _shortener;
    private byte[] _buffer = new byte[InitialBytes];
    private int _length;

    /// <param name="maxLineBytes">Longest line in bytes, newline excluded; at least 1,024. See <see cref="Finish"/>.</param>
    public JsonLineBuilder(int maxLineBytes = DefaultMaxLineBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLineBytes, 1024);
        _shortener = new LineShortener(maxLineBytes);
    }

    /// <summary>Bytes rendered so far, before any shortening.</summary>
    public int Length => _length;

    /// <summary>Takes this thread's empty builder with the default limit; nested rents get a new one. Give it back with <see cref="Return"/>.</summary>
    public static JsonLineBuilder Rent()
    {
        var builder = t_cached ?? new JsonLineBuilder();
        t_cached = null;
        return builder;
    }

    /// <summary>Clears the builder and keeps it for the next <see cref="Rent"/> on this thread. Spans taken from it are dead afterwards.</summary>
    public void Return()
    {
        Clear();
        if (_buffer.Length <= KeptBytes && _shortener.MaxLineBytes == DefaultMaxLineBytes)
            t_cached = this;
    }

    /// <summary>Renders <c>,"name":</c> for <see cref="WriteName"/>. Done once per template, not per line.</summary>
    public static byte[] EncodeName(string name)
    {
        var builder = new JsonLineBuilder();
        builder.WriteRaw(","u8);
        builder.WriteString(name);
        builder.WriteRaw(":"u8);
        return builder.Finish().ToArray();
    }

    /// <summary>Forgets what was rendered.</summary>
    public void Clear()
    {
        _length = 0;
        _shortener.Clear();
    }

    /// <summary>
    /// The finished line, without a newline; valid until the next write, <see cref="Clear"/> or <see cref="Return"/>. A line over the limit
    /// has its longest strings cut, each ending in <c>…[N bytes cut]</c> where N counts the UTF-8 bytes of the value that are missing.
    /// A line that names and numbers alone push over the limit stays over it: half an object would help nobody.
    /// </summary>
    public ReadOnlySpan<byte> Finish()
    {
        if (_length > _shortener.MaxLineBytes)
            _length = _shortener.Shorten(_buffer, _length);
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Opens an object, as the line itself or as the value of the name just written.</summary>
    public void BeginObject() => WriteByte((byte)'{');

    /// <summary>Closes the innermost object.</summary>
    public void EndObject() => WriteByte((byte)'}');

    /// <summary>Writes a property name.</summary>
    /// <param name="commaName">The bytes from <see cref="EncodeName"/>, leading comma included.</param>
    public void WriteName(ReadOnlySpan<byte> commaName)
    {
        var first = _length > 0 && _buffer[_length - 1] == (byte)'{';
        WriteRaw(first ? commaName[1..] : commaName);
    }

    /// <summary>Copies bytes that are JSON already: a pre-rendered value, or a whole run of names and values.</summary>
    public void WriteRaw(ReadOnlySpan<byte> json)
    {
        json.CopyTo(GetSpan(json.Length));
        _length += json.Length;
    }

    /// <summary>Writes a string value. Non-ASCII stays as it is; a lone surrogate becomes U+FFFD.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        WriteByte((byte)'"');
        var start = _length;
        var kept = value[..JsonText.CutAt(value, _shortener.Allowance(start))];
        JsonText.Append(this, kept);
        var unwritten = kept.Length == value.Length ? 0 : JsonText.CountUtf8(value[kept.Length..]);
        _shortener.Track(start, _length - start, unwritten);
        WriteByte((byte)'"');
    }

    /// <summary>Writes a string value given as UTF-8. Invalid sequences become U+FFFD.</summary>
    public void WriteUtf8String(ReadOnlySpan<byte> value)
    {
        WriteByte((byte)'"');
        var start = _length;
        var kept = value[..JsonText.CutAt(value, _shortener.Allowance(start))];
        JsonText.Append(this, kept);
        _shortener.Track(start, _length - start, value.Length - kept.Length);
        WriteByte((byte)'"');
    }

    /// <summary>Writes an integer.</summary>
    public void WriteNumber(long value)
    {
        value.TryFormat(GetSpan(20), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes the shortest decimal that parses back to <paramref name="value"/>; NaN and the infinities, which JSON lacks, become <c>null</c>.</summary>
    public void WriteNumber(double value)
    {
        if (!double.IsFinite(value))
        {
            WriteNull();
            return;
        }

        value.TryFormat(GetSpan(32), out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    /// <summary>Writes a duration in milliseconds: the text of <see cref="WriteNumber(double)"/>, without its search for the shortest decimal.</summary>
    internal void WriteMilliseconds(TimeSpan duration)
    {
        // Up to 15 digits a decimal is the shortest text of its nearest double; a tick is the fourth place.
        const long exactTicks = 1_000_000_000_000_000;
        if (duration.Ticks is < 0 or >= exactTicks)
        {
            WriteNumber(duration.TotalMilliseconds);
            return;
        }

        var (whole, rest) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerMillisecond);
        WriteNumber(whole);
        if (rest == 0) return;
        WriteByte((byte)'.');
        for (var place = TimeSpan.TicksPerMillisecond / 10; rest > 0; place /= 10)
        {
            WriteByte((byte)('0' + (rest / place)));
            rest %= place;
        }
    }

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void WriteBool(bool value) => WriteRaw(value ? "true"u8 : "false"u8);

    /// <summary>Writes <c>null</c>.</summary>
    public void WriteNull() => WriteRaw("null"u8);

    /// <summary>Writes a quoted RFC 3339 instant in UTC with milliseconds, see <see cref="LogTime.WriteMillis"/>.</summary>
    public void WriteTime(DateTimeOffset time)
    {
        var span = GetSpan(LogTime.MillisBytes + 2);
        span[0] = (byte)'"';
        LogTime.WriteMillis(time, span[1..]);
        span[LogTime.MillisBytes + 1] = (byte)'"';
        _length += LogTime.MillisBytes + 2;
    }

    /// <summary>Writes a quoted UUID in its usual form.</summary>
    internal void WriteId(Guid id)
    {
        const int characters = 36;
        var span = GetSpan(characters + 2);
        span[0] = (byte)'"';
        id.TryFormat(span[1..], out _);
        span[characters + 1] = (byte)'"';
        _length += characters + 2;
    }

    /// <summary>Writes a quoted Go duration, see <see cref="GoDuration"/>.</summary>
    public void WriteGoDuration(TimeSpan duration)
    {
        var span = GetSpan(GoDuration.MaxBytes + 2);
        span[0] = (byte)'"';
        var written = GoDuration.Write(duration, span[1..]);
        span[written + 1] = (byte)'"';
        _length += written + 2;
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _buffer.AsSpan(_length);
    }

    private void WriteByte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_buffer.Length - _length < count)
            Grow(count);
    }

    private void Grow(int count) => Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, checked(_length + count)));
}
