using System.Buffers.Binary;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>
/// What a start need not read again: magic, version u8, segments (count i32; each first position i64, bytes i64), the state, CRC-32C of all that.
/// It vouches that every entry up to the state's head was durable and had been checked, or written, by the process that wrote it.
/// </summary>
/// <param name="State">What the entries up to its head come to.</param>
/// <param name="Segments">The segments up to there: the positions that they begin with, and their bytes; the last one may have grown since.</param>
/// <remarks>Keep in sync with docs/format/ledger.md. It holds nothing that is not in the log: one that cannot be read costs time, not entries.</remarks>
internal sealed record Checkpoint(LedgerState State, IReadOnlyList<(long First, long Bytes)> Segments)
{
    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "VLEDGCP"u8;

    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(Magic);
        writer.Write(Version);
        writer.Write(Segments.Count);
        foreach (var (first, bytes) in Segments)
        {
            writer.Write(first);
            writer.Write(bytes);
        }

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
        var segments = new (long, long)[reader.ReadInt32()];
        for (var i = 0; i < segments.Length; i++) segments[i] = (reader.ReadInt64(), reader.ReadInt64());
        return new Checkpoint(LedgerStateCodec.Read(reader), segments);
    }
}
