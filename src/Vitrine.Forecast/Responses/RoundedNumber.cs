using System.Buffers.Text;
using System.Numerics;
using System.Runtime.Intrinsics;
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

    /// <summary>Room for every number that JSON has, and for the digits that are written behind it and cut.</summary>
    public const int MaxLength = 40;

    // Outside of these a number is written as .NET does it. Between, the digits fit 64 bits.
    private const double TooSmall = 1e-6;
    private const double TooLarge = 1e15;
    private const int Lanes = 16;
    private const uint EightDigits = 100_000_000;

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

    /// <summary>Digits with the point where it belongs, without zeros at the end. Sixteen are written on both sides of the point, and cut.</summary>
    private static int WriteDecimal(ulong number, int decimals, Span<byte> destination)
    {
        var digits = Vector128.Create(Spread((uint)(number / EightDigits)), Spread((uint)(number % EightDigits))).AsByte();
        var notZero = ~Vector128.Equals(digits, default).ExtractMostSignificantBits() & 0xFFFF;
        var whole = Math.Max(1, Lanes - BitOperations.TrailingZeroCount(notZero) - decimals);
        Shifted(digits, Lanes - decimals - whole).CopyTo(destination);
        destination[whole] = (byte)'.';
        Shifted(digits, Lanes - decimals).CopyTo(destination[(whole + 1)..]);
        // A millionth has seventeen decimals.
        destination[whole + 1 + Lanes] = (byte)('0' + digits[Lanes - 1]);
        var kept = decimals - BitOperations.LeadingZeroCount(notZero << Lanes);
        return kept > 0 ? whole + 1 + kept : whole;
    }

    /// <summary>The digits from one of them on as text; before the first stand zeros, behind the last whatever the processor takes for a lane that is not there.</summary>
    private static Vector128<byte> Shifted(Vector128<byte> digits, int first) =>
        Vector128.ShuffleNative(digits, Vector128<byte>.Indices + Vector128.Create((byte)first)) + Vector128.Create((byte)'0');

    /// <summary>The digits of a number below <see cref="EightDigits"/>, a byte each, the first one lowest: both halves, their halves, and these.</summary>
    private static ulong Spread(uint number)
    {
        var fours = (number / 10_000) | ((ulong)(number % 10_000) << 32);
        var hundreds = ((fours * 10_486) >> 20) & 0x0000_007F_0000_007F;
        var twos = hundreds | ((fours - (hundreds * 100)) << 16);
        var tens = ((twos * 103) >> 10) & 0x000F_000F_000F_000F;
        return tens | ((twos - (tens * 10)) << 8);
    }
}
