using System.Buffers.Binary;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>
/// What a start need not read again: magic, version u8, offset i64, segments (count i32, each i64), the state, CRC-32C of all that.
/// It vouches that every entry up to the state's head was durable and had been checked by the process that wrote it.
/// </summary>
/// <param name="State">What the entries up to its head come to.</param>
/// <param name="Offset">Where the entry after that head begins, in the last of the segments.</param>
/// <param name="Segments">The positions that the segments up to there begin with.</param>
/// <remarks>Keep in sync with docs/format/ledger.md. It holds nothing that is not in the log: one that cannot be read costs time, not entries.</remarks>
internal sealed record Checkpoint(LedgerState State, long Offset, IReadOnlyList<long> Segments)
{
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "VLEDGCP"u8;

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Offset);
        writer.Write(Segments.Count);
        foreach (var first in Segments) writer.Write(first);
        LedgerStateCodec.Write(State, writer);
        writer.Flush();
        writer.Write(Crc32C.Of(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
        writer.Flush();
        return memory.ToArray();
    }

    /// <summary>Reads a checkpoint; null when it is none of this version or its checksum is another.</summary>
    public static Checkpoint? Read(byte[] bytes)
    {
        if (bytes.Length < Magic.Length + 1 + 4 || !bytes.AsSpan().StartsWith(Magic) || bytes[Magic.Length] != Version) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(^4..)) != Crc32C.Of(bytes.AsSpan(..^4))) return null;
        using var reader = new BinaryReader(new MemoryStream(bytes, Magic.Length + 1, bytes.Length - Magic.Length - 1 - 4));
        var offset = reader.ReadInt64();
        var segments = new long[reader.ReadInt32()];
        for (var i = 0; i < segments.Length; i++) segments[i] = reader.ReadInt64();
        return new Checkpoint(LedgerStateCodec.Read(reader), offset, segments);
    }
}
