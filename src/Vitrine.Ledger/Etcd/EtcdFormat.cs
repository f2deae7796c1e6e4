using System.Buffers.Binary;
using Google.Protobuf;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// The values in etcd, little-endian. A batch: version u8, id 16 bytes, hash before the first entry, then each entry's body after its length u32, then the hash of the last.
/// The head: version u8, batch id 16 bytes, view i64, position i64, timestamp i64, hash.
/// </summary>
/// <remarks>Keep in sync with docs/format/ledger-etcd.md. The hashes are the checksum: a batch is taken only if its bodies lead from the one to the other.</remarks>
internal static class EtcdFormat
{
    private const byte Version = 1;
    private const int IdBytes = 16;
    private const int HeadBytes = 1 + IdBytes + 8 + 8 + 8 + EntryHash.Size;

    /// <summary>What a batch takes besides its entries.</summary>
    public const int BatchOverhead = 1 + IdBytes + (2 * EntryHash.Size);

    /// <summary>What an entry takes besides its body.</summary>
    public const int EntryOverhead = 4;

    /// <summary>The value of a batch.</summary>
    public static ByteString Write(EtcdBatch batch)
    {
        var size = BatchOverhead;
        foreach (var entry in batch.Entries) size += EntryOverhead + EntryCodec.SizeOf(entry);
        var value = new byte[size];
        value[0] = Version;
        batch.Id.TryWriteBytes(value.AsSpan(1));
        batch.Entries[0].PreviousHash.Bytes.CopyTo(value.AsSpan(1 + IdBytes));
        var at = 1 + IdBytes + EntryHash.Size;
        foreach (var entry in batch.Entries)
        {
            var body = EntryCodec.Write(entry, value.AsSpan(at + EntryOverhead));
            BinaryPrimitives.WriteInt32LittleEndian(value.AsSpan(at), body);
            at += EntryOverhead + body;
        }

        batch.Entries[^1].Hash.Bytes.CopyTo(value.AsSpan(at));
        return UnsafeByteOperations.UnsafeWrap(value);
    }

    /// <summary>Reads a batch and links its entries.</summary>
    /// <param name="value">What <see cref="Write(EtcdBatch)"/> made.</param>
    /// <param name="revision">The revision that wrote it.</param>
    /// <exception cref="InvalidDataException">It is no batch of this format, or its entries do not lead from hash to hash.</exception>
    public static EtcdBatch ReadBatch(ReadOnlySpan<byte> value, long revision)
    {
        if (value.Length <= BatchOverhead || value[0] != Version) throw new InvalidDataException($"etcd holds no batch of version {Version} at revision {revision}.");
        var id = new Guid(value.Slice(1, IdBytes));
        var previous = EntryHash.Of(value.Slice(1 + IdBytes, EntryHash.Size));
        var entries = new List<LogEntry>();
        var rest = value[(1 + IdBytes + EntryHash.Size)..^EntryHash.Size];
        while (!rest.IsEmpty)
        {
            var size = rest.Length < EntryOverhead ? -1 : BinaryPrimitives.ReadInt32LittleEndian(rest);
            if (size < 0 || size > rest.Length - EntryOverhead) throw new InvalidDataException($"The batch at revision {revision} breaks off.");
            var body = rest.Slice(EntryOverhead, size);
            var hash = EntryCodec.HashOf(previous, body);
            if (!EntryCodec.TryRead(body, previous, hash, out var entry)) throw new InvalidDataException($"The batch at revision {revision} holds no entry at its place {entries.Count}.");
            if (entries.Count > 0 && entry.Position != entries[^1].Position + 1) throw new InvalidDataException($"The batch at revision {revision} leaves a position out before {entry.Position}.");
            entries.Add(entry);
            previous = hash;
            rest = rest[(EntryOverhead + size)..];
        }

        if (previous != EntryHash.Of(value[^EntryHash.Size..])) throw new InvalidDataException($"The entries of the batch at revision {revision} were altered: its last hash is another.");
        return new EtcdBatch(id, entries, revision);
    }

    /// <summary>The value of a head.</summary>
    public static ByteString Write(in EtcdHead head)
    {
        var value = new byte[HeadBytes];
        value[0] = Version;
        head.Batch.TryWriteBytes(value.AsSpan(1));
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(17), head.View);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(25), head.Log.Position);
        BinaryPrimitives.WriteInt64LittleEndian(value.AsSpan(33), head.Log.TimestampMs);
        head.Log.Hash.Bytes.CopyTo(value.AsSpan(41));
        return UnsafeByteOperations.UnsafeWrap(value);
    }

    /// <summary>Reads a head.</summary>
    /// <exception cref="InvalidDataException">It is no head of this format.</exception>
    public static EtcdHead ReadHead(ReadOnlySpan<byte> value, long revision)
    {
        if (value.Length != HeadBytes || value[0] != Version) throw new InvalidDataException($"etcd holds no head of version {Version} at revision {revision}.");
        var log = new LogHead(BinaryPrimitives.ReadInt64LittleEndian(value[25..]), EntryHash.Of(value[41..]), BinaryPrimitives.ReadInt64LittleEndian(value[33..]));
        return new EtcdHead(log, BinaryPrimitives.ReadInt64LittleEndian(value[17..]), new Guid(value.Slice(1, IdBytes)), revision);
    }
}
