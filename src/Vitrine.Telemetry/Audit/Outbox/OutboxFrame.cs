using System.Buffers;
using System.Buffers.Text;

namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>One line of a segment: eight hexadecimal digits of the entry's CRC-32C, a space, the entry as JSON, a line feed. See <c>docs/format/audit-outbox.md</c>.</summary>
internal static class OutboxFrame
{
    private const int ChecksumDigits = 8;
    private const byte Space = (byte)' ';
    private static readonly StandardFormat s_checksum = new('x', ChecksumDigits);

    /// <summary>What a line has beside the entry.</summary>
    public const int OverheadBytes = ChecksumDigits + 2;

    /// <summary>Writes a line.</summary>
    /// <param name="to">The segment's bytes to be.</param>
    /// <param name="entry">The entry, without a line feed in it.</param>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> entry)
    {
        var line = to.GetSpan(entry.Length + OverheadBytes);
        Utf8Formatter.TryFormat(Crc32C.Of(entry), line, out _, s_checksum);
        line[ChecksumDigits] = Space;
        entry.CopyTo(line[(ChecksumDigits + 1)..]);
        line[entry.Length + OverheadBytes - 1] = (byte)'\n';
        to.Advance(entry.Length + OverheadBytes);
    }

    /// <summary>The entry of a line without its line feed, or false when the line is damaged.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, out ReadOnlyMemory<byte> entry)
    {
        entry = line.Length > ChecksumDigits ? line[(ChecksumDigits + 1)..] : default;
        var text = line.Span;
        return entry.Length > 0 && text[ChecksumDigits] == Space && Utf8Parser.TryParse(text[..ChecksumDigits], out uint checksum, out var digits, 'x')
            && digits == ChecksumDigits && checksum == Crc32C.Of(entry.Span);
    }
}
