using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// The inside of a JSON string (RFC 8259, section 7): escapes the quote, the backslash and the control characters, and leaves all else as UTF-8.
/// Text without those characters, nearly all of it, is found by one vectorised search and moved by one vectorised copy.
/// </summary>
internal static class JsonText
{
    private const string Escaped =
        "\"\\\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f" +
        "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f";

    // Longest escape: \u001f.
    private const int MaxEscapeBytes = 6;

    // A UTF-16 unit takes at most three bytes, since a surrogate pair takes four for two.
    private const int MaxBytesPerChar = 3;

    private static readonly SearchValues<char> EscapedChars = SearchValues.Create(Escaped);
    private static readonly SearchValues<byte> EscapedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(Escaped));

    /// <summary>Appends <paramref name="text"/> escaped, without quotes.</summary>
    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var clean = text.IndexOfAny(EscapedChars);
            if (clean < 0)
                clean = text.Length;
            if (clean > 0)
                AppendTranscoded(output, text[..clean]);
            if (clean == text.Length)
                return;
            AppendEscape(output, (byte)text[clean]);
            text = text[(clean + 1)..];
        }
    }

    /// <summary>Appends UTF-8 <paramref name="text"/> escaped, without quotes; each maximal invalid sequence becomes U+FFFD.</summary>
    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
        {
            // The rare path may allocate: a stranger sent bytes that are no text.
            Append(output, Encoding.UTF8.GetString(text));
            return;
        }

        while (!text.IsEmpty)
        {
            var clean = text.IndexOfAny(EscapedBytes);
            if (clean < 0)
                clean = text.Length;
            text[..clean].CopyTo(output.GetSpan(clean));
            output.Advance(clean);
            if (clean == text.Length)
                return;
            AppendEscape(output, text[clean]);
            text = text[(clean + 1)..];
        }
    }

    /// <summary>The largest cut of at most <paramref name="limit"/> UTF-16 units that splits no surrogate pair.</summary>
    public static int CutAt(ReadOnlySpan<char> text, int limit)
    {
        if (text.Length <= limit)
            return text.Length;
        return char.IsHighSurrogate(text[limit - 1]) && char.IsLowSurrogate(text[limit]) ? limit - 1 : limit;
    }

    /// <summary>The largest cut of at most <paramref name="limit"/> bytes that splits no UTF-8 sequence.</summary>
    public static int CutAt(ReadOnlySpan<byte> text, int limit)
    {
        if (text.Length <= limit)
            return text.Length;
        // A sequence has at most three continuation bytes; more of them in a row are not text and may be cut anywhere.
        for (var back = 0; back < 4; back++)
        {
            if ((text[limit - back] & 0xC0) != 0x80)
                return limit - back;
        }

        return limit;
    }

    /// <summary>UTF-8 bytes of <paramref name="text"/>, with lone surrogates counted as U+FFFD.</summary>
    public static int CountUtf8(ReadOnlySpan<char> text) => Encoding.UTF8.GetByteCount(text);

    private static void AppendTranscoded(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        var destination = output.GetSpan(text.Length * MaxBytesPerChar);
        Utf8.FromUtf16(text, destination, out _, out var written, replaceInvalidSequences: true, isFinalBlock: true);
        output.Advance(written);
    }

    private static void AppendEscape(IBufferWriter<byte> output, byte value)
    {
        var destination = output.GetSpan(MaxEscapeBytes);
        var shorthand = value switch
        {
            (byte)'"' => (byte)'"',
            (byte)'\\' => (byte)'\\',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            _ => (byte)0,
        };
        if (shorthand != 0)
        {
            destination[0] = (byte)'\\';
            destination[1] = shorthand;
            output.Advance(2);
            return;
        }

        "\\u00"u8.CopyTo(destination);
        destination[4] = "0123456789abcdef"u8[value >> 4];
        destination[5] = "0123456789abcdef"u8[value & 0xF];
        output.Advance(MaxEscapeBytes);
    }
}
