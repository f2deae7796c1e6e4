using System.Buffers.Binary;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Vitrine.Forecast.Requests;

/// <summary>Walks over the simplest forms of JSON: texts without escapes and numbers without sign and exponent. Refuses whatever may be another form, or cut.</summary>
/// <remarks>What is inlined here and what is not keeps the place in a register: a third of the time of a lane.</remarks>
internal ref struct JsonScan(ReadOnlySpan<byte> bytes)
{
    // Both the digits and their power of ten are exact doubles, so that one division rounds once, as it should.
    private const ulong LargestExact = 1UL << 53;

    // A number's end is looked for in the first 32, and eight are read from where its last digits begin.
    private const int NumberWindow = 40;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    /// <summary>The next byte; 0 behind the last.</summary>
    public readonly byte Peek => (uint)_at < (uint)_bytes.Length ? _bytes[_at] : (byte)0;

    /// <summary>The bytes behind what was taken.</summary>
    public readonly ReadOnlySpan<byte> Rest => _bytes[_at..];

    private static ReadOnlySpan<uint> Powers => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>Takes a mark, and the space before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(char mark)
    {
        if (Peek != mark) _at = BehindSpace(_bytes, _at);
        if (Peek != mark) return false;
        _at++;
        return true;
    }

    /// <summary>Takes these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTake(ReadOnlySpan<byte> text)
    {
        if (!Rest.StartsWith(text)) return false;
        _at += text.Length;
        return true;
    }

    /// <summary>Takes a text; one with escapes comes out as it is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TryTake('"')) return false;
        var length = Rest.IndexOf((byte)'"');
        if (length < 0) return false;
        text = Rest[..length];
        _at += length + 1;
        return true;
    }

    /// <summary>Takes a number that is finite. What follows it tells the caller whether that was all of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeNumber(out double value)
    {
        if (Peek <= ' ') _at = BehindSpace(_bytes, _at);
        var length = Number(_bytes[_at..], out value);
        _at += length;
        return length > 0;
    }

    /// <summary>Reads a number, whose point and end are found in 32 bytes at once.</summary>
    /// <returns>Its length; 0 for another form, a longer number, and one that the last bytes may cut.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Number(ReadOnlySpan<byte> bytes, out double value)
    {
        value = 0;
        if (bytes.Length < NumberWindow) return 0;
        var others = ~Vector256.LessThan(Vector256.Create(bytes) - Vector256.Create((byte)'0'), Vector256.Create((byte)10)).ExtractMostSignificantBits();
        var whole = BitOperations.TrailingZeroCount(others);
        if (whole is 0 or 32 || (bytes[0] == '0' && whole > 1)) return 0;
        var (length, decimals) = (whole, 0);
        if (bytes[whole] == '.')
        {
            length = BitOperations.TrailingZeroCount(others & (others - 1));
            decimals = length - whole - 1;
            if (decimals == 0 || length == 32) return 0;
        }

        var digits = whole + decimals > DecimalPowers.Largest ? ulong.MaxValue : Append(Append(0, bytes, whole), bytes[(length - decimals)..], decimals);
        if (digits > LargestExact) return Utf8Parser.TryParse(bytes[..length], out value, out int _) && double.IsFinite(value) ? length : 0;
        value = digits / DecimalPowers.Of(decimals);
        return length;
    }

    /// <summary>Appends digits to a number, eight at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Append(ulong number, ReadOnlySpan<byte> digits, int count)
    {
        for (; count > 8; count -= 8, digits = digits[8..]) number = (number * Powers[8]) + Value(BinaryPrimitives.ReadUInt64LittleEndian(digits));
        return count == 0 ? number : (number * Powers[count]) + Value(BinaryPrimitives.ReadUInt64LittleEndian(digits) << (64 - (8 * count)));
    }

    /// <summary>Eight digits, the lowest byte being the first of them, as a number: pairs of digits, pairs of these, and both halves. Empty bytes are zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Value(ulong text)
    {
        var digits = text & 0x0F0F_0F0F_0F0F_0F0F;
        digits = ((digits * 10) + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
        digits = ((digits * 100) + (digits >> 16)) & 0x0000_FFFF_0000_FFFF;
        return ((digits * 10_000) + (digits >> 32)) & 0xFFFF_FFFF;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int BehindSpace(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }
}
