namespace Vitrine.Telemetry.Logs;

/// <summary>
/// RFC 3339 instants in UTC as UTF-8, for log lines. The part down to the second is rendered once per second and thread; a line then
/// costs one copy and a few digits. Years 0001 to 9999; every method throws <see cref="ArgumentException"/> when the destination is too short.
/// </summary>
public static class LogTime
{
    /// <summary>Bytes of <c>2024-01-15T10:30:45.123Z</c>.</summary>
    public const int MillisBytes = 24;

    /// <summary>Bytes of <c>2024-01-15T10:30:45.123456Z</c>.</summary>
    public const int MicrosBytes = 27;

    /// <summary>Bytes of <c>2024-01-15T10:30:45.123456700Z</c>, the longest form.</summary>
    public const int NanosBytes = 30;

    private const int SecondsBytes = 19;

    [ThreadStatic]
    private static SecondsCache? t_seconds;

    /// <summary>Writes milliseconds, cut and not rounded, so that a line never lies in the future.</summary>
    /// <returns><see cref="MillisBytes"/>.</returns>
    public static int WriteMillis(DateTimeOffset time, Span<byte> destination)
    {
        var ticks = WriteSeconds(time.UtcTicks, destination[..MillisBytes]);
        return WriteFraction(ticks / (int)TimeSpan.TicksPerMillisecond, 3, destination);
    }

    /// <summary>Writes microseconds, cut and not rounded.</summary>
    /// <returns><see cref="MicrosBytes"/>.</returns>
    public static int WriteMicros(DateTimeOffset time, Span<byte> destination)
    {
        var ticks = WriteSeconds(time.UtcTicks, destination[..MicrosBytes]);
        return WriteFraction(ticks / (int)TimeSpan.TicksPerMicrosecond, 6, destination);
    }

    /// <summary>Writes nine fraction digits; the clock's unit is 100 ns, so the last two are zeros.</summary>
    /// <returns><see cref="NanosBytes"/>.</returns>
    public static int WriteNanos(DateTimeOffset time, Span<byte> destination)
    {
        var ticks = WriteSeconds(time.UtcTicks, destination[..NanosBytes]);
        return WriteFraction(ticks * (int)TimeSpan.NanosecondsPerTick, 9, destination);
    }

    /// <summary>Writes Go's <c>time.RFC3339Nano</c>: the fraction without its trailing zeros, and no point when it is zero.</summary>
    /// <returns>Bytes written, 20 to <see cref="NanosBytes"/>; <paramref name="destination"/> must hold <see cref="NanosBytes"/>.</returns>
    public static int WriteNanosTrimmed(DateTimeOffset time, Span<byte> destination)
    {
        var end = WriteNanos(time, destination) - 1;
        while (destination[end - 1] == (byte)'0' && end > SecondsBytes + 1)
            end--;
        if (end == SecondsBytes + 1)
            end--;
        destination[end] = (byte)'Z';
        return end + 1;
    }

    // Returns the ticks past the second, 0 to 9,999,999.
    private static int WriteSeconds(long utcTicks, Span<byte> destination)
    {
        var cache = t_seconds ??= new SecondsCache();
        var (second, rest) = Math.DivRem(utcTicks, TimeSpan.TicksPerSecond);
        if (cache.Second != second)
        {
            new DateTime(utcTicks, DateTimeKind.Utc).TryFormat(cache.Text, out _, "s");
            cache.Second = second;
        }

        cache.Text.CopyTo(destination);
        return (int)rest;
    }

    private static int WriteFraction(int value, int digits, Span<byte> destination)
    {
        destination[SecondsBytes] = (byte)'.';
        for (var at = SecondsBytes + digits; at > SecondsBytes; at--)
        {
            (value, var digit) = Math.DivRem(value, 10);
            destination[at] = (byte)('0' + digit);
        }

        destination[SecondsBytes + digits + 1] = (byte)'Z';
        return SecondsBytes + digits + 2;
    }

    private sealed class SecondsCache
    {
        public readonly byte[] Text = new byte[SecondsBytes];
        public long Second = -1;
    }
}
