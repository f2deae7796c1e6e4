using System.Buffers;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Ledger.Entries;

/// <summary>
/// The canonical body of an entry: what is hashed, what lies in a frame on disk and in a value in etcd. Little-endian, no padding (docs/format/ledger.md):
/// position i64, timestamp i64, kind u8, remaining i32, tenant, stream (each u8 length and UTF-8), key, command key (each u16 length and UTF-8), data (u32 length and bytes).
/// </summary>
/// <remarks>Keep in sync with docs/format/ledger.md and docs/format/ledger-etcd.md.</remarks>
public static class EntryCodec
{
    /// <summary>As many hashes as are worth asking for at once.</summary>
    public const int HashesAtOnce = Sha256Lanes.Count;

    private const int FixedBytes = 8 + 8 + 1 + 4 + 1 + 1 + 2 + 2 + 4;

    /// <summary>The bytes of an entry's body.</summary>
    public static int SizeOf(LogEntry entry) =>
        FixedBytes + Encoding.UTF8.GetByteCount(entry.Tenant) + Encoding.UTF8.GetByteCount(entry.Stream) + Encoding.UTF8.GetByteCount(entry.Key)
        + Encoding.UTF8.GetByteCount(entry.CommandKey) + entry.Data.Length;

    /// <summary>Writes an entry's body.</summary>
    /// <returns>How many bytes it took: <see cref="SizeOf"/>.</returns>
    /// <exception cref="ArgumentException">A part is larger than <see cref="EntryLimits"/>, or the destination is too small.</exception>
    public static int Write(LogEntry entry, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, entry.Position);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], entry.TimestampMs);
        destination[16] = (byte)entry.Kind;
        BinaryPrimitives.WriteInt32LittleEndian(destination[17..], entry.Remaining);
        var at = 21;
        at += WriteName(entry.Tenant, destination[at..]);
        at += WriteName(entry.Stream, destination[at..]);
        at += WriteKey(entry.Key, destination[at..]);
        at += WriteKey(entry.CommandKey, destination[at..]);
        if (entry.Data.Length > EntryLimits.DataBytes) throw new ArgumentException($"An entry holds at most {EntryLimits.DataBytes} bytes, not {entry.Data.Length}.", nameof(entry));
        BinaryPrimitives.WriteInt32LittleEndian(destination[at..], entry.Data.Length);
        entry.Data.Span.CopyTo(destination[(at + 4)..]);
        return at + 4 + entry.Data.Length;
    }

    /// <summary>Reads a body that takes all of <paramref name="body"/>; false when it is no body of this format. The data is copied.</summary>
    /// <param name="body">The body, as <see cref="Write"/> wrote it.</param>
    /// <param name="previous">The hash of the entry before it: taken over, not checked.</param>
    /// <param name="hash">Its own: taken over, not checked.</param>
    /// <param name="entry">The entry.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, EntryHash previous, EntryHash hash, [NotNullWhen(true)] out LogEntry? entry)
    {
        entry = null;
        if (body.Length < FixedBytes) return false;
        var kind = (EntryKind)body[16];
        if (kind is < EntryKind.Data or > EntryKind.TenantSealed) return false;
        var rest = body[21..];
        if (!TryReadText(ref rest, 1, EntryLimits.NameBytes, out var tenant) || !TryReadText(ref rest, 1, EntryLimits.NameBytes, out var stream)) return false;
        if (!TryReadText(ref rest, 2, EntryLimits.KeyBytes, out var key) || !TryReadText(ref rest, 2, EntryLimits.KeyBytes, out var commandKey)) return false;
        if (rest.Length < 4 || BinaryPrimitives.ReadInt32LittleEndian(rest) != rest.Length - 4) return false;
        entry = new LogEntry
        {
            Position = BinaryPrimitives.ReadInt64LittleEndian(body),
            TimestampMs = BinaryPrimitives.ReadInt64LittleEndian(body[8..]),
            Kind = kind,
            Remaining = BinaryPrimitives.ReadInt32LittleEndian(body[17..]),
            Tenant = tenant,
            Stream = stream,
            Key = key,
            CommandKey = commandKey,
            Data = rest[4..].ToArray(),
            PreviousHash = previous,
            Hash = hash,
        };
        return entry.Position > 0 && entry.Remaining >= 0;
    }

    /// <summary>Reads of a body what the kernel remembers of data that came without an idempotency key: nothing but where it ends. False for every other body.</summary>
    /// <param name="body">A body whose hash was checked.</param>
    /// <param name="remaining">Entries of its command that follow it.</param>
    /// <param name="timestampMs">Its time.</param>
    public static bool TryReadPlain(ReadOnlySpan<byte> body, out int remaining, out long timestampMs)
    {
        (remaining, timestampMs) = (0, 0);
        if (body.Length < FixedBytes || body[16] != (byte)EntryKind.Data) return false;
        var at = 21 + 1 + body[21];
        if (body.Length < at + 1) return false;
        at += 1 + body[at];
        if (body.Length < at + 2) return false;
        at += 2 + BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        if (body.Length < at + 6 || BinaryPrimitives.ReadUInt16LittleEndian(body[at..]) != 0) return false;
        remaining = BinaryPrimitives.ReadInt32LittleEndian(body[17..]);
        timestampMs = BinaryPrimitives.ReadInt64LittleEndian(body[8..]);
        return BinaryPrimitives.ReadInt32LittleEndian(body[(at + 2)..]) == body.Length - at - 6;
    }

    /// <summary>The link that a body makes after <paramref name="previous"/>.</summary>
    public static EntryHash HashOf(EntryHash previous, ReadOnlySpan<byte> body)
    {
        var rented = ArrayPool<byte>.Shared.Rent(EntryHash.Size + body.Length);
        try
        {
            previous.Bytes.CopyTo(rented);
            body.CopyTo(rented.AsSpan(EntryHash.Size));
            return HashOf(rented.AsSpan(0, EntryHash.Size + body.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>The same where the previous hash and the body lie side by side already, as they do in a frame.</summary>
    public static EntryHash HashOf(ReadOnlySpan<byte> previousAndBody)
    {
        var hash = default(EntryHash);
        SHA256.HashData(previousAndBody, hash);
        return hash;
    }

    /// <summary>The links of many bodies at once, each beside the hash before it.</summary>
    /// <param name="memory">Where they lie.</param>
    /// <param name="linked">Their places, at most <see cref="HashesAtOnce"/>.</param>
    /// <param name="hashes">As many hashes.</param>
    public static void HashesOf(ReadOnlySpan<byte> memory, ReadOnlySpan<Range> linked, Span<EntryHash> hashes)
    {
        // Lanes that hash nothing cost as much as those that do.
        if (Sha256Lanes.IsSupported && linked.Length >= Sha256Lanes.Count / 2) Sha256Lanes.Hash(memory, linked, hashes);
        else for (var i = 0; i < linked.Length; i++) hashes[i] = HashOf(memory[linked[i]]);
    }

    /// <summary>The entry with its place in the chain: the hash before it and its own.</summary>
    public static LogEntry Chain(LogEntry entry, EntryHash previous)
    {
        var rented = ArrayPool<byte>.Shared.Rent(EntryHash.Size + SizeOf(entry));
        try
        {
            previous.Bytes.CopyTo(rented);
            var size = Write(entry, rented.AsSpan(EntryHash.Size));
            return entry with { PreviousHash = previous, Hash = HashOf(rented.AsSpan(0, EntryHash.Size + size)) };
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static int WriteName(string text, Span<byte> destination)
    {
        var size = Encoding.UTF8.GetBytes(text, destination[1..]);
        if (size > EntryLimits.NameBytes) throw new ArgumentException($"A name takes at most {EntryLimits.NameBytes} bytes, not {size}.", nameof(text));
        destination[0] = (byte)size;
        return 1 + size;
    }

    private static int WriteKey(string text, Span<byte> destination)
    {
        var size = Encoding.UTF8.GetBytes(text, destination[2..]);
        if (size > EntryLimits.KeyBytes) throw new ArgumentException($"A key takes at most {EntryLimits.KeyBytes} bytes, not {size}.", nameof(text));
        BinaryPrimitives.WriteUInt16LittleEndian(destination, (ushort)size);
        return 2 + size;
    }

    private static bool TryReadText(ref ReadOnlySpan<byte> rest, int lengthBytes, int maxBytes, out string text)
    {
        text = "";
        if (rest.Length < lengthBytes) return false;
        var size = lengthBytes switch
        {
            1 => rest[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(rest),
            _ => throw new UnreachableException("Lengths take one byte or two."),
        };
        if (size > maxBytes || rest.Length - lengthBytes < size) return false;
        var utf8 = rest.Slice(lengthBytes, size);
        if (!System.Text.Unicode.Utf8.IsValid(utf8)) return false;
        text = Encoding.UTF8.GetString(utf8);
        rest = rest[(lengthBytes + size)..];
        return true;
    }
}
