using System.Runtime.Intrinsics;

namespace Vitrine.Forecast.Requests;

/// <summary>
/// A time as clients write it: ISO 8601 with <c>T</c> or a space, seconds and their fraction left out if wanted, with a zone or without one; or seconds or
/// milliseconds since 1970, as in the original.
/// </summary>
/// <param name="Ticks">UTC ticks of 100 ns; a time without a zone counts as UTC.</param>
/// <param name="Zone">The offset from UTC in minutes, or <see cref="NoZone"/>.</param>
internal readonly record struct WrittenTime(long Ticks, short Zone)
{
    /// <summary>The zone of a time that names none.</summary>
    public const short NoZone = short.MinValue;

    /// <summary>The longest form that is read: 2026-01-01T00:00:00.123456789+00:00.</summary>
    public const int MaxLength = 40;

    /// <summary>A day before the calendar's end, so that every offset can be written.</summary>
    public static readonly long MaxTicks = DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay;

    // As in the original: larger numbers can only be milliseconds.
    private const double LargestSeconds = 2e10;
    private const int TextCapacity = 40;
    private const int DayLength = 10;
    private const int MinuteLength = 16;

    /// <summary>Reads a text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out WrittenTime time)
    {
        time = default;
        if (text.Length is < DayLength or > MaxLength) return false;
        if (text.Length == DayLength) return TryParseDay(text, out time);
        if (!TryTakeMinute(ref text, out var ticks) || !TryTakeSeconds(ref text, ref ticks) || !TryZone(text, out var zone)) return false;
        if (zone != NoZone) ticks -= zone * TimeSpan.TicksPerMinute;
        if (ticks > MaxTicks) return false;
        time = new WrittenTime(ticks, zone);
        return true;
    }

    /// <summary>A day alone is its midnight.</summary>
    private static bool TryParseDay(ReadOnlySpan<byte> day, out WrittenTime time)
    {
        Span<byte> midnight = stackalloc byte[MinuteLength];
        day.CopyTo(midnight);
        "T00:00"u8.CopyTo(midnight[DayLength..]);
        return TryParse(midnight, out time);
    }

    /// <summary>Reads a number of seconds or milliseconds.</summary>
    public static bool TryParse(double number, out WrittenTime time)
    {
        time = default;
        var seconds = Math.Abs(number) > LargestSeconds ? number / 1000 : number;
        var sinceEpoch = seconds * TimeSpan.TicksPerSecond;
        if (!(sinceEpoch >= -DateTime.UnixEpoch.Ticks && sinceEpoch <= MaxTicks - DateTime.UnixEpoch.Ticks)) return false;
        time = new WrittenTime(DateTime.UnixEpoch.Ticks + (long)sinceEpoch, 0);
        return true;
    }

    /// <summary>Writes it in ISO 8601, a fraction only where there is one.</summary>
    /// <param name="destination">Room for 40 bytes.</param>
    public int Format(Span<byte> destination)
    {
        var local = new DateTime(Zone == NoZone ? Ticks : Ticks + (Zone * TimeSpan.TicksPerMinute), DateTimeKind.Unspecified);
        _ = local.TryFormat(destination, out var length, local.Ticks % TimeSpan.TicksPerSecond == 0 ? "s" : "yyyy-MM-ddTHH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture);
        if (Zone == NoZone) return length;
        if (Zone == 0)
        {
            destination[length] = (byte)'Z';
            return length + 1;
        }

        var minutes = Math.Abs((int)Zone);
        destination[length++] = (byte)(Zone < 0 ? '-' : '+');
        WriteTwo(destination[length..], minutes / 60);
        destination[length + 2] = (byte)':';
        WriteTwo(destination[(length + 3)..], minutes % 60);
        return length + 5;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[TextCapacity];
        return System.Text.Encoding.ASCII.GetString(text[..Format(text)]);
    }

    /// <summary>2026-01-01T00:00, checked and read at once. A space, and what the original takes, may stand for the T.</summary>
    private static bool TryTakeMinute(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < MinuteLength || text[DayLength] is not ((byte)'T' or (byte)'t' or (byte)' ' or (byte)'_')) return false;
        var digits = (Vector128.Create(text) - Vector128.Create("0000-00-00T00:00"u8)).WithElement(DayLength, (byte)0);
        if (Vector128.GreaterThanAny(digits, Vector128.Create((byte)9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9))) return false;
        // Ten times a digit, and the next one.
        var pairs = (digits.AsUInt16() * 10).AsByte() + Vector128.Shuffle(digits, Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255));
        var (year, month, day, hour, minute) = ((pairs[0] * 100) + pairs[2], pairs[5], pairs[8], pairs[11], pairs[14]);
        if (year < 2 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)) || hour > 23 || minute > 59) return false;
        ticks = new DateTime(year, month, day, hour, minute, 0, DateTimeKind.Utc).Ticks;
        text = text[MinuteLength..];
        return true;
    }

    /// <summary>:SS, :SS.fraction or nothing; the fraction is cut to 100 ns.</summary>
    private static bool TryTakeSeconds(ref ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length < 3 || text[0] != ':') return true;
        if (!TryNumber(text[1..3], out var seconds) || seconds > 59) return false;
        ticks += seconds * TimeSpan.TicksPerSecond;
        text = text[3..];
        if (text.IsEmpty || text[0] is not ((byte)'.' or (byte)',')) return true;
        var digits = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0) digits = text.Length - 1;
        if (digits == 0) return false;
        var worth = TimeSpan.TicksPerSecond;
        foreach (var digit in text.Slice(1, digits)) ticks += (digit - '0') * (worth /= 10);
        text = text[(1 + digits)..];
        return true;
    }

    private static bool TryZone(ReadOnlySpan<byte> text, out short minutes)
    {
        minutes = NoZone;
        if (text.IsEmpty) return true;
        minutes = 0;
        if (text is [(byte)'Z' or (byte)'z']) return true;
        if (text[0] is not ((byte)'+' or (byte)'-')) return false;
        var digits = text[1..];
        var hasColon = digits.Length == 5 && digits[2] == ':';
        if (digits.Length != 2 && digits.Length != 4 && !hasColon) return false;
        if (!TryNumber(digits[..2], out var hours)) return false;
        var rest = 0;
        if (digits.Length > 2 && !TryNumber(digits[^2..], out rest)) return false;
        if (hours > 23 || rest > 59) return false;
        minutes = (short)((hours * 60) + rest);
        if (text[0] == '-') minutes = (short)-minutes;
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static void WriteTwo(Span<byte> destination, int number)
    {
        destination[0] = (byte)('0' + (number / 10));
        destination[1] = (byte)('0' + (number % 10));
    }
}
