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
        var power = DecimalPowers.Of(decimals);
        var (whole, fraction) = Math.DivRem((ulong)Math.Round(size * power), (ulong)power);
        var length = 0;
        if (value < 0) destination[length++] = (byte)'-';
        Utf8Formatter.TryFormat(whole, destination[length..], out var digits);
        return length + digits + WriteFraction(fraction, decimals, destination[(length + digits)..]);
    }

    /// <summary>How many decimals make <see cref="Digits"/> significant ones.</summary>
    private static int DecimalsOf(double size)
    {
        var decimals = Digits - 1;
        while (decimals > 0 && size >= DecimalPowers.Of(Digits - decimals)) decimals--;
        for (var tenfold = size; tenfold < 1; tenfold *= 10) decimals++;
        return decimals;
    }

    /// <summary>The point and the digits behind it, without zeros at the end.</summary>
    private static int WriteFraction(ulong fraction, int decimals, Span<byte> destination)
    {
        if (fraction == 0) return 0;
        for (; fraction % 10 == 0; fraction /= 10) decimals--;
        destination[0] = (byte)'.';
        for (var place = decimals; place > 0; place--, fraction /= 10) destination[place] = (byte)('0' + (fraction % 10));
        return decimals + 1;
    }
}
