using System.Buffers;
using System.Text;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>
/// Strings as JSON with the one escaping that hashes are made over: quote and backslash with a backslash; backspace, tab, line feed, form feed and carriage
/// return as <c>\b \t \n \f \r</c>; the other control characters below U+0020 as <c>\u00xx</c> with lowercase digits; all else as it is, in UTF-8.
/// That is what <c>JSON.stringify</c> of browsers, RFC 8785 and Python's <c>json.dumps(…, ensure_ascii=False)</c> write.
/// </summary>
public static class CanonicalJson
{
    private static readonly SearchValues<byte> s_escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (byte)c), (byte)'"', (byte)'\\']);

    /// <summary>Appends a string in quotes.</summary>
    /// <exception cref="EncoderFallbackException">It is no Unicode: half a surrogate pair.</exception>
    public static void WriteString(IBufferWriter<byte> output, string text)
    {
        var size = s_strict.GetByteCount(text);
        var rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var rest = rented.AsSpan(0, s_strict.GetBytes(text, rented));
            output.Write("\""u8);
            for (var at = rest.IndexOfAny(s_escaped); at >= 0; at = rest.IndexOfAny(s_escaped))
            {
                output.Write(rest[..at]);
                WriteEscape(output, rest[at]);
                rest = rest[(at + 1)..];
            }

            output.Write(rest);
            output.Write("\""u8);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static void WriteEscape(IBufferWriter<byte> output, byte character)
    {
        var shorthand = character switch
        {
            (byte)'"' => "\\\""u8,
            (byte)'\\' => "\\\\"u8,
            (byte)'\b' => "\\b"u8,
            (byte)'\t' => "\\t"u8,
            (byte)'\n' => "\\n"u8,
            (byte)'\f' => "\\f"u8,
            (byte)'\r' => "\\r"u8,
            _ => default,
        };
        if (shorthand.IsEmpty) output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', Digit(character >> 4), Digit(character & 15)]);
        else output.Write(shorthand);
    }

    private static byte Digit(int value) => (byte)"0123456789abcdef"[value];
}
