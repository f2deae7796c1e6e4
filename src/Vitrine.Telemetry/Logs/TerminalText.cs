using System.Buffers;
using System.Globalization;
using System.Text;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Makes strangers' text harmless on a terminal. Control characters (C0, DEL and C1, thus every escape sequence), line separators and
/// bidirectional overrides are shown as escapes such as <c>\x1b</c>; invalid UTF-8 becomes U+FFFD.
/// </summary>
internal static class TerminalText
{
    // Longest result for one rune: \u{e0001}.
    private const int MaxBytesPerRune = 12;

    /// <summary>Appends <paramref name="text"/>, made harmless. Tabs can stay (<paramref name="keepTabs"/>) in text that stands by itself.</summary>
    public static void Append(IBufferWriter<byte> output, ReadOnlySpan<byte> text, bool keepTabs = false)
    {
        while (!text.IsEmpty)
        {
            // DecodeFromUtf8 yields U+FFFD for each invalid sequence.
            _ = Rune.DecodeFromUtf8(text, out var rune, out var consumed);
            var destination = output.GetSpan(MaxBytesPerRune);
            output.Advance(IsHarmless(rune) || (keepTabs && rune.Value == '\t')
                ? rune.EncodeToUtf8(destination)
                : WriteEscape(rune.Value, destination));
            text = text[consumed..];
        }
    }

    /// <summary>Whether a value reads unambiguously without quotes: not empty, and no space, quote, equals sign or escape in it.</summary>
    public static bool IsBare(ReadOnlySpan<byte> text)
    {
        var rest = text;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var consumed) != OperationStatus.Done)
                return false;
            if (!IsHarmless(rune) || Rune.IsWhiteSpace(rune) || rune.Value is '"' or '=' or '\\')
                return false;
            rest = rest[consumed..];
        }

        return !text.IsEmpty;
    }

    // Format characters hold the bidirectional overrides (CVE-2021-42574) and invisible letters; joiners are needed by scripts and emoji.
    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };

    private static int WriteEscape(int value, Span<byte> destination)
    {
        var written = value switch
        {
            '\n' => Copy("\\n"u8, destination),
            '\r' => Copy("\\r"u8, destination),
            '\t' => Copy("\\t"u8, destination),
            < 0x100 => Copy("\\x"u8, destination),
            _ => Copy("\\u"u8, destination),
        };
        if (value is '\n' or '\r' or '\t')
            return written;
        value.TryFormat(destination[written..], out var digits, value < 0x100 ? "x2" : "x4");
        return written + digits;
    }

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        text.CopyTo(destination);
        return text.Length;
    }
}
