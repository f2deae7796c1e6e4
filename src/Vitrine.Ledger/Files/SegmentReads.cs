using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Reads entries over the segments of a log, each checked with its link to the one before. One thread sets the segments, any thread reads.</summary>
internal sealed class SegmentReads(ILogDisk disk)
{
    private Segment[] _segments = [];

    /// <summary>The segments in order; what is being read goes on over those that it began with.</summary>
    public Segment[] Segments
    {
        get => Volatile.Read(ref _segments);
        set => Volatile.Write(ref _segments, value);
    }

    /// <summary>Told of damage, on the reader's thread, before it is thrown there.</summary>
    public Action<LogDamageException>? Damaged { get; set; }

    /// <summary>Entries in order.</summary>
    /// <exception cref="LogDamageException">An entry does not verify.</exception>
    public IEnumerable<LogEntry> Read(long from, long to)
    {
        for (EntryHash? previous = null; from <= to;)
        {
            using var reader = OpenAt(from, previous);
            while (from <= to && reader.Next() is { } entry)
            {
                from++;
                yield return entry;
            }

            previous = EndOf(reader, from, to);
        }
    }

    /// <summary>Checks entries, and makes none.</summary>
    /// <exception cref="LogDamageException">An entry does not verify.</exception>
    public void Verify(long from, long to, CancellationToken cancellationToken)
    {
        for (EntryHash? previous = null; from <= to;)
        {
            using var reader = OpenAt(from, previous);
            while (from <= to && reader.Check())
            {
                from++;
                cancellationToken.ThrowIfCancellationRequested();
            }

            previous = EndOf(reader, from, to);
        }
    }

    /// <summary>A reader before an entry, which has checked the entry before that where it is in the same segment.</summary>
    private EntryReader OpenAt(long position, EntryHash? previous)
    {
        var segment = Holding(position);
        if (previous is { } hash && segment.PreviousHash != hash) throw Found(new LogDamageException(segment.Name, 0, position, LogCheck.HashChain, "its header does not follow the segment before it"));
        var before = Math.Max(position - 1, segment.First);
        var reader = new EntryReader(disk, segment, segment.Index.Before(before), Damaged);
        try
        {
            reader.SkipTo(before);
            if (before < position) reader.Check();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>What the next segment must follow, where one segment ended.</summary>
    private EntryHash EndOf(EntryReader reader, long next, long to)
    {
        var segment = Holding(Math.Min(next, to));
        return next > to || segment.First == next ? reader.Hash : throw Found(new LogDamageException(segment.Name, reader.NextOffset, next, LogCheck.Frame, "the segment ends before it"));
    }

    private LogDamageException Found(LogDamageException damage)
    {
        Damaged?.Invoke(damage);
        return damage;
    }

    private Segment Holding(long position)
    {
        var segments = Segments;
        var (low, high) = (0, segments.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (segments[middle].First <= position) low = middle;
            else high = middle - 1;
        }

        return segments[low];
    }
}
