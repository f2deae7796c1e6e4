using System.Buffers.Binary;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>
/// One entry on disk: start sentinel u32, body length i32, unflushed i32, CRC-32C of these twelve bytes; hash of the entry before it, 32 bytes; body;
/// CRC-32C of everything before it; end sentinel u32. Little-endian.
/// </summary>
/// <remarks>
/// <c>unflushed</c> counts the entries before this one that were written and not known to be durable when this one was written. It tells, after a crash, a write
/// that was torn from an entry that was acknowledged and is damaged: see <see cref="TornTail"/>. Keep in sync with docs/format/ledger.md.
/// </remarks>
internal static class LogFrame
{
    /// <summary>The bytes before the hash.</summary>
    public const int HeaderBytes = 16;

    /// <summary>The bytes behind the body.</summary>
    public const int TrailerBytes = 8;

    /// <summary>What a frame adds to a body.</summary>
    public const int OverheadBytes = HeaderBytes + EntryHash.Size + TrailerBytes;

    /// <summary>The largest body: the largest parts that an entry may have.</summary>
    public const int MaxBodyBytes = EntryLimits.DataBytes + 1024;

    private const uint EndSentinel = 0x4449_56FC;

    /// <summary>The first bytes of a frame. FF and FE stand in no UTF-8 text, so what clients send as text never looks like a frame.</summary>
    public static ReadOnlySpan<byte> Start => [0xFF, (byte)'V', (byte)'L', 0xFE];

    /// <summary>The bytes of an entry's frame.</summary>
    public static int SizeOf(LogEntry entry) => OverheadBytes + EntryCodec.SizeOf(entry);

    /// <summary>The bytes of the frames of some entries.</summary>
    public static long SizeOf(IReadOnlyList<LogEntry> entries)
    {
        var bytes = 0L;
        for (var i = 0; i < entries.Count; i++) bytes += SizeOf(entries[i]);
        return bytes;
    }

    /// <summary>Writes an entry.</summary>
    /// <returns>The bytes of its frame.</returns>
    public static int Write(LogEntry entry, int unflushed, Span<byte> destination)
    {
        Start.CopyTo(destination);
        var body = EntryCodec.Write(entry, destination[(HeaderBytes + EntryHash.Size)..]);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], body);
        BinaryPrimitives.WriteInt32LittleEndian(destination[8..], unflushed);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], Crc32C.Of(destination[..12]));
        entry.PreviousHash.Bytes.CopyTo(destination[HeaderBytes..]);
        var end = HeaderBytes + EntryHash.Size + body;
        BinaryPrimitives.WriteUInt32LittleEndian(destination[end..], Crc32C.Of(destination[..end]));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[(end + 4)..], EndSentinel);
        return end + 8;
    }

    /// <summary>The length of the frame that begins with these bytes, 16 at least; false when they begin none.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> header, out int frameBytes)
    {
        frameBytes = BinaryPrimitives.ReadInt32LittleEndian(header[4..]) + OverheadBytes;
        return header[..4].SequenceEqual(Start) && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == Crc32C.Of(header[..12]) && frameBytes is >= OverheadBytes and <= MaxBodyBytes + OverheadBytes;
    }

    /// <summary>Entries before this one that were not known to be durable when it was written.</summary>
    public static int UnflushedOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt32LittleEndian(frame[8..]);

    /// <summary>Whether the checksum and the end of a frame whose header is good are good too.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> frame) =>
        BinaryPrimitives.ReadUInt32LittleEndian(frame[^TrailerBytes..]) == Crc32C.Of(frame[..^TrailerBytes]) && BinaryPrimitives.ReadUInt32LittleEndian(frame[^4..]) == EndSentinel;

    /// <summary>The hash before the entry and its body, side by side: what the entry's hash is made of.</summary>
    public static ReadOnlySpan<byte> LinkedOf(ReadOnlySpan<byte> frame) => frame[HeaderBytes..^TrailerBytes];
}
