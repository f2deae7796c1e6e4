using System.Buffers.Text;
using Vitrine.Forecast.Requests;

namespace Vitrine.Forecast.Responses;

/// <summary>
/// Writes predicted numbers with <see cref="Digits"/> significant digits, far more than any forecast is worth. To look for the shortest text that gives
/// back every bit of a double took most of the time of an answer. Rounding keeps order: what was not less stays so.
/// </summary>
internal static class RoundedNumber
{
    /// <summary>Significant digits; whole numbers below <see cref="TooLarge"/> keep all of theirs.</summary>
    public const int Digits = 12;

    /// <summary>Room for every number that JSON has.</summary>
    public const int MaxLength = 32;

    // Outside of these a number is written as .NET does it. Between, the digits fit 64 bits.
    private const double TooSmall = 1e-6;
    private const double TooLarge = 1e15;

    /// <summary>Writes a finite number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">Room for <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public static int Format(double value, Span<byte> destination)
    {
        var size = Math.Abs(value);
        if (size is < TooSmall or >= TooLarge)
        {
            Utf8Formatter.TryFormat(value, destination, out var written);
            return written;
        }

        var decimals = DecimalsOf(size);
        var length = 0;
        if (value < 0) destination[length++] = (byte)'-';
        return length + WriteDecimal((ulong)Math.Round(size * DecimalPowers.Of(decimals)), decimals, destination[length..]);
    }

    /// <summary>How many decimals make <see cref="Digits"/> significant ones.</summary>
    private static int DecimalsOf(double size)
    {
        var decimals = Digits - 1;
        while (decimals > 0 && size >= DecimalPowers.Of(Digits - decimals)) decimals--;
        for (var tenfold = size; tenfold < 1; tenfold *= 10) decimals++;
        return decimals;
    }

    /// <summary>Digits with the point where it belongs, without zeros at the end.</summary>
    private static int WriteDecimal(ulong digits, int decimals, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(digits, destination, out var length);
        if (decimals == 0) return length;
        // Below one, zeros stand before the digits.
        var missing = Math.Max(0, decimals + 1 - length);
        destination[..length].CopyTo(destination[missing..]);
        destination[..missing].Fill((byte)'0');
        length += missing;
        var point = length - decimals;
        destination[point..length].CopyTo(destination[(point + 1)..]);
        destination[point] = (byte)'.';
        while (destination[length] == '0') length--;
        return length == point ? point : length + 1;
    }
}
