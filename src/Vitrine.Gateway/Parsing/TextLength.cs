using System.Numerics;
using System.Runtime.InteropServices;

namespace Vitrine.Gateway.Parsing;

/// <summary>Counts the Unicode characters of a JSON text where it stands, without writing the text down.</summary>
internal static class TextLength
{
    private const ulong LowBits = 0x0101_0101_0101_0101;

    /// <summary>Characters of a text. A pair of surrogate escapes is one character, and so is half a pair.</summary>
    /// <param name="text">What stands between the quotes: valid UTF-8, and escapes that a JSON reader has accepted.</param>
    /// <param name="isEscaped">Whether it has any escapes.</param>
    public static long Count(ReadOnlySpan<byte> text, bool isEscaped)
    {
        var count = CountPlain(text);
        if (!isEscaped) return count;

        // An escape is written in ASCII, so all its bytes were counted: all but one of them go.
        while (text.IndexOf((byte)'\\') is >= 0 and var at)
        {
            var length = EscapeLength(text[at..]);
            count -= length - 1;
            text = text[(at + length)..];
        }

        return count;
    }

    /// <summary>Characters of valid UTF-8: its bytes that do not continue a character, eight at a time.</summary>
    private static long CountPlain(ReadOnlySpan<byte> text)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        var continuing = 0L;
        foreach (var word in words) continuing += BitOperations.PopCount((word >> 7) & ~(word >> 6) & LowBits);
        foreach (var one in text[(words.Length * sizeof(ulong))..]) continuing += (one & 0xC0) == 0x80 ? 1 : 0;
        return text.Length - continuing;
    }

    /// <summary>Bytes of the escape, or pair of surrogate escapes, that a text begins with.</summary>
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text[1] != 'u') return 2;
        return IsSurrogate(text, "89ABab"u8) && text.Length >= 12 && text[6] == '\\' && text[7] == 'u' && IsSurrogate(text[6..], "CDEFcdef"u8) ? 12 : 6;
    }

    private static bool IsSurrogate(ReadOnlySpan<byte> escape, ReadOnlySpan<byte> thirdDigits) => escape[2] is (byte)'D' or (byte)'d' && thirdDigits.Contains(escape[3]);
}
