using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Forecast.Requests;

/// <summary>Reads numbers of JSON without sign and exponent: 32 bytes are looked at together, and sixteen digits become a number in a dozen steps.</summary>
internal static class JsonNumber
{
    /// <summary>The bytes that are looked at, one more than the longest number that is read.</summary>
    public const int Window = 32;

    // Both the digits and their power of ten are exact doubles, so that one division rounds once, as it should.
    private const ulong LargestExact = 1UL << 53;
    private const int Lanes = 16;

    /// <summary>Reads the number that bytes begin with, as the runtime would, to its last bit.</summary>
    /// <param name="bytes">What is there. What follows the number tells the caller whether that was all of it.</param>
    /// <param name="value">The number, finite.</param>
    /// <returns>Its length; 0 for another form, a longer number, and one that the last bytes may cut.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Read(ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        if (bytes.Length < Window) return 0;
        var digits = Vector256.Create(bytes) ^ Vector256.Create((byte)'0');
        var others = Vector256.GreaterThan(digits, Vector256.Create((byte)9)).ExtractMostSignificantBits();
        var whole = BitOperations.TrailingZeroCount(others);
        if (whole is 0 or Window || (bytes[0] == '0' && whole > 1)) return 0;
        var (length, decimals) = (whole, 0);
        if (bytes[whole] == '.')
        {
            length = BitOperations.TrailingZeroCount(others & (others - 1));
            decimals = length - whole - 1;
            if (decimals == 0 || length == Window) return 0;
        }

        var count = whole + decimals;
        if (count > Lanes) return ReadLong(bytes[..length], out value);
        // The digits without the point, the last one in the last lane, zeros before the first.
        var behindPoint = Vector128.Create(bytes[1..]) ^ Vector128.Create((byte)'0');
        var together = Vector128.ConditionalSelect(Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)whole)), digits.GetLower(), behindPoint);
        var lanes = Vector128.ShuffleNative(together, Vector128<byte>.Indices + Vector128.Create((byte)(count - Lanes))).AsUInt64();
        var number = Value(lanes[1]);
        if (lanes[0] != 0) number += Value(lanes[0]) * 100_000_000;
        if (number > LargestExact) return ReadLong(bytes[..length], out value);
        value = number / DecimalPowers.Of(decimals);
        return length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReadLong(ReadOnlySpan<byte> number, out double value) => Utf8Parser.TryParse(number, out value, out int _) && double.IsFinite(value) ? number.Length : 0;

    /// <summary>Eight digits, the first one lowest, as a number: pairs of digits, pairs of these, and both halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong digits)
    {
        digits = ((digits * 10) + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
        digits = ((digits * 100) + (digits >> 16)) & 0x0000_FFFF_0000_FFFF;
        return ((digits * 10_000) + (digits >> 32)) & 0xFFFF_FFFF;
    }
}
