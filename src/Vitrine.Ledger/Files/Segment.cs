using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>One file of the log.</summary>
internal sealed class Segment
{
    public Segment(SegmentHeader header, long lengthBytes)
    {
        (First, PreviousHash, LengthBytes) = (header.First, header.PreviousHash, lengthBytes);
        Index = new SparseIndex(header.First);
    }

    /// <summary>The position of its first entry.</summary>
    public long First { get; }

    /// <summary>The hash of the entry before its first.</summary>
    public EntryHash PreviousHash { get; }

    /// <summary>Its file.</summary>
    public string Name => SegmentHeader.NameOf(First);

    /// <summary>Its bytes that count: for the last segment, up to the end of the last entry. Written by the writer only.</summary>
    public long LengthBytes { get; set; }

    /// <summary>Where its entries begin, as far as it has been written or walked.</summary>
    public SparseIndex Index { get; }

    /// <summary>Reads a segment's header.</summary>
    /// <exception cref="LogDamageException">It is none, or another's.</exception>
    public static Segment Open(ILogDisk disk, long first)
    {
        using var file = disk.Open(SegmentHeader.NameOf(first), forWriting: false);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
        var wrong = SegmentHeader.Read(bytes[..file.Read(bytes, 0)], out var header);
        if (wrong is null && header.First != first) wrong = $"its header says that it begins with entry {header.First}";
        return wrong is null ? new Segment(header, file.Length) : throw new LogDamageException(SegmentHeader.NameOf(first), 0, first, LogCheck.Frame, wrong);
    }

    /// <summary>Writes a segment whole under its name, or not at all.</summary>
    /// <returns>The segment and its file, open for writing.</returns>
    public static (Segment Segment, ILogDiskFile File) Create(ILogDisk disk, SegmentHeader header, IEnumerable<LogEntry> entries)
    {
        var name = SegmentHeader.NameOf(header.First);
        var segment = new Segment(header, SegmentHeader.Size);
        var file = disk.Create(name + DiskNames.Unfinished);
        try
        {
            Span<byte> bytes = stackalloc byte[SegmentHeader.Size];
            header.Write(bytes);
            file.Append(bytes);
            segment.Write(file, entries);
            file.Flush();
            disk.Rename(name + DiskNames.Unfinished, name);
            disk.Flush();
            return (segment, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void Write(ILogDiskFile file, IEnumerable<LogEntry> entries)
    {
        using var group = new FrameBuffer();
        foreach (var entry in entries)
        {
            Index.Add(entry.Position, LengthBytes + group.Length);
            group.Add(entry, unflushed: 0);
            if (group.Length < FrameBuffer.LargeBytes) continue;
            file.Append(group.Bytes);
            LengthBytes += group.Length;
            group.Clear();
        }

        file.Append(group.Bytes);
        LengthBytes += group.Length;
    }
}
