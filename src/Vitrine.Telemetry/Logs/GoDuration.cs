using System.Globalization;
using System.Text;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Durations exactly as Go's <c>time.Duration.String()</c> writes them (<c>1m2.5s</c>, <c>850ms</c>, <c>12.5µs</c>, <c>0s</c>), for packs whose
/// original was a Go program. Source: go.dev/src/time/time.go, <c>func (d Duration) format</c>.
/// </summary>
public static class GoDuration
{
    /// <summary>Bytes of the longest duration, <c>-2562047h47m16.854775808s</c>.</summary>
    public const int MaxBytes = 32;

    private const ulong Microsecond = 1_000;
    private const ulong Millisecond = 1_000_000;
    private const ulong Second = 1_000_000_000;

    /// <summary>Writes <paramref name="duration"/>; one beyond Go's range of ±292 years is clamped to it.</summary>
    /// <returns>Bytes written. Throws <see cref="ArgumentException"/> when <paramref name="destination"/> is shorter.</returns>
    public static int Write(TimeSpan duration, Span<byte> destination)
    {
        const long maxTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;
        var ticks = Math.Clamp(duration.Ticks, -maxTicks, maxTicks);
        return Write(ticks * TimeSpan.NanosecondsPerTick, destination);
    }

    /// <summary>Writes a duration given in nanoseconds.</summary>
    /// <returns>Bytes written. Throws <see cref="ArgumentException"/> when <paramref name="destination"/> is shorter.</returns>
    public static int Write(long nanoseconds, Span<byte> destination)
    {
        // Digits come out last first, so the text grows from the end of a scratch area, as in Go.
        Span<byte> scratch = stackalloc byte[MaxBytes];
        var magnitude = nanoseconds < 0 ? unchecked(0UL - (ulong)nanoseconds) : (ulong)nanoseconds;
        var start = magnitude < Second ? WriteBelowSecond(scratch, magnitude) : WriteSeconds(scratch, magnitude);
        if (nanoseconds < 0)
            scratch[--start] = (byte)'-';
        scratch[start..].CopyTo(destination);
        return MaxBytes - start;
    }

    /// <summary>The same as a string.</summary>
    public static string Format(TimeSpan duration)
    {
        Span<byte> text = stackalloc byte[MaxBytes];
        return Encoding.UTF8.GetString(text[..Write(duration, text)]);
    }

    /// <summary>Reads what Go's <c>time.ParseDuration</c> reads: numbers with units (<c>ns us µs ms s m h</c>), such as <c>1m30s</c> or <c>1.5h</c>; <c>0</c> alone.</summary>
    /// <returns>False for anything else, and beyond Go's range.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text is "0") return true;
        var isNegative = text is ['-', ..];
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (rest.IsEmpty) return false;
        var nanoseconds = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits < 1 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            rest = rest[digits..];
            var letters = rest.IndexOfAny("0123456789.");
            var unit = UnitOf(letters < 0 ? rest : rest[..letters]);
            if (unit == 0) return false;
            nanoseconds += number * unit;
            rest = letters < 0 ? [] : rest[letters..];
        }

        if (nanoseconds > long.MaxValue) return false;
        duration = TimeSpan.FromTicks((long)Math.Round((isNegative ? -nanoseconds : nanoseconds) / TimeSpan.NanosecondsPerTick));
        return true;
    }

    private static double UnitOf(ReadOnlySpan<char> name) => name switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => Microsecond,
        "ms" => Millisecond,
        "s" => Second,
        "m" => 60d * Second,
        "h" => 3600d * Second,
        _ => 0,
    };

    private static int WriteBelowSecond(Span<byte> scratch, ulong magnitude)
    {
        if (magnitude == 0)
            return Prepend(scratch, MaxBytes, "0s"u8);
        if (magnitude < Microsecond)
            return PrependInteger(scratch, Prepend(scratch, MaxBytes, "ns"u8), magnitude);
        if (magnitude < Millisecond)
            return PrependDecimal(scratch, Prepend(scratch, MaxBytes, "µs"u8), magnitude, 3);
        return PrependDecimal(scratch, Prepend(scratch, MaxBytes, "ms"u8), magnitude, 6);
    }

    private static int WriteSeconds(Span<byte> scratch, ulong magnitude)
    {
        var (seconds, fraction) = Math.DivRem(magnitude, Second);
        var (minutes, restSeconds) = Math.DivRem(seconds, 60UL);
        var start = PrependDecimal(scratch, Prepend(scratch, MaxBytes, "s"u8), restSeconds * Second + fraction, 9);
        if (minutes == 0)
            return start;

        // Go stops at hours, because days can be of different lengths.
        var (hours, restMinutes) = Math.DivRem(minutes, 60UL);
        start = PrependInteger(scratch, Prepend(scratch, start, "m"u8), restMinutes);
        return hours == 0 ? start : PrependInteger(scratch, Prepend(scratch, start, "h"u8), hours);
    }

    private static int Prepend(Span<byte> scratch, int start, ReadOnlySpan<byte> text)
    {
        text.CopyTo(scratch[(start - text.Length)..]);
        return start - text.Length;
    }

    private static int PrependInteger(Span<byte> scratch, int start, ulong value)
    {
        do
        {
            (value, var digit) = Math.DivRem(value, 10UL);
            scratch[--start] = (byte)('0' + digit);
        }
        while (value > 0);
        return start;
    }

    // value / 10^digits, without trailing zeros in the fraction and without a point when nothing is left of it.
    private static int PrependDecimal(Span<byte> scratch, int start, ulong value, int digits)
    {
        var printing = false;
        for (var i = 0; i < digits; i++)
        {
            (value, var digit) = Math.DivRem(value, 10UL);
            printing |= digit != 0;
            if (printing)
                scratch[--start] = (byte)('0' + digit);
        }

        if (printing)
            scratch[--start] = (byte)'.';
        return PrependInteger(scratch, start, value);
    }
}
