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

    /// <summary>Reads a text.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out WrittenTime time)
    {
        time = default;
        if (text.Length is < 10 or > MaxLength || text[4] != '-' || text[7] != '-') return false;
        if (!TryNumber(text[..4], out var year) || !TryNumber(text[5..7], out var month) || !TryNumber(text[8..10], out var day)) return false;
        if (year < 2 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        var ticks = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc).Ticks;
        var rest = text[10..];
        var zone = NoZone;
        if (!rest.IsEmpty)
        {
            if (rest[0] is not ((byte)'T' or (byte)'t' or (byte)' ' or (byte)'_')) return false;
            rest = rest[1..];
            if (!TryTakeClock(ref rest, out var clock) || !TryZone(rest, out zone)) return false;
            ticks += clock;
        }

        if (zone != NoZone) ticks -= zone * TimeSpan.TicksPerMinute;
        if (ticks > MaxTicks) return false;
        time = new WrittenTime(ticks, zone);
        return true;
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

    /// <summary>HH:MM, HH:MM:SS or HH:MM:SS.fraction; the fraction is cut to 100 ns.</summary>
    private static bool TryTakeClock(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text.Length < 5 || text[2] != ':' || !TryNumber(text[..2], out var hours) || !TryNumber(text[3..5], out var minutes) || hours > 23 || minutes > 59) return false;
        ticks = (hours * TimeSpan.TicksPerHour) + (minutes * TimeSpan.TicksPerMinute);
        text = text[5..];
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
