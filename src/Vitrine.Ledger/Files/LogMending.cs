using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Puts an entry where damage is. A segment is written anew under another name and takes its own name at the end, so a crash in between leaves the damage as it was.</summary>
internal static class LogMending
{
    private const int ChunkBytes = 1024 * 1024;

    public static void Mend(ILogDisk disk, LogDamageException damage, LogEntry entry)
    {
        var body = new byte[EntryCodec.SizeOf(entry)];
        EntryCodec.Write(entry, body);
        if (entry.Position != damage.Position || EntryCodec.HashOf(entry.PreviousHash, body) != entry.Hash)
            throw new ArgumentException($"Entry {entry.Position} is not the one that is damaged, or its hash is not its own.", nameof(entry));
        // What a checkpoint says of a damaged log is not to be believed any more, and it is in the log anyway.
        disk.Delete(DiskNames.Checkpoint);
        var names = disk.List();
        var name = names.Contains(damage.Segment, StringComparer.Ordinal) ? damage.Segment : Before(names, entry.Position);
        if (name is null)
        {
            Segment.Create(disk, new SegmentHeader(entry.Position, entry.PreviousHash), [entry]).File.Dispose();
            return;
        }

        using var old = disk.Open(name, forWriting: false);
        using (var mended = disk.Create(name + DiskNames.Unfinished))
        {
            Write(mended, old, name == damage.Segment ? damage.Offset : old.Length, entry);
            mended.Flush();
        }

        disk.Rename(name + DiskNames.Unfinished, name);
        disk.Flush();
    }

    private static void Write(ILogDiskFile mended, ILogDiskFile old, long offset, LogEntry entry)
    {
        if (offset == 0)
        {
            // The header is damaged; the frames behind it are checked when their turn comes.
            Span<byte> header = stackalloc byte[SegmentHeader.Size];
            new SegmentHeader(entry.Position, entry.PreviousHash).Write(header);
            mended.Append(header);
            Copy(old, SegmentHeader.Size, old.Length, mended);
            return;
        }

        using var frame = new FrameBuffer();
        frame.Add(entry, unflushed: 0);
        Copy(old, 0, Math.Min(offset, old.Length), mended);
        mended.Append(frame.Bytes);
        Copy(old, offset + frame.Length, old.Length, mended);
    }

    /// <summary>The segment that ends before a position, where the position's own is missing.</summary>
    private static string? Before(IReadOnlyList<string> names, long position) =>
        names.LastOrDefault(name => SegmentHeader.TryParseName(name, out var first) && first < position);

    private static void Copy(ILogDiskFile from, long start, long end, ILogDiskFile to)
    {
        var chunk = new byte[ChunkBytes];
        while (start < end)
        {
            var count = from.Read(chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - start)), start);
            to.Append(chunk.AsSpan(0, count));
            start += count;
        }
    }
}
