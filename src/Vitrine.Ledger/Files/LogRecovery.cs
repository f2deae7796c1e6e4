using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>
/// Brings a folder into order:
/// 1. what was never finished is removed, and the last segment taken to end where its reserved room begins;
/// 2. the checkpoint is taken, if it is whole and everything is there that it vouches for;
/// 3. every entry behind it is read, checked and applied, and the log may not end before what the checkpoint knew to be durable;
/// 4. a torn end, a command that was not written whole, and reserved room are cut from the last segment.
/// </summary>
internal sealed class LogRecovery(ILogDisk disk, LogFilesOptions options, LogFilesLog log)
{
    // What was taken, and up to where it is whole commands.
    private LedgerState _state = LedgerState.Empty;
    private LogHead _head;
    private LogHead _wholeHead;
    private long _whole;

    /// <summary>The segments in order, each with its length.</summary>
    public List<Segment> Segments { get; } = [];

    /// <summary>What the whole commands that were taken so far come to.</summary>
    public LedgerState State { get; private set; } = LedgerState.Empty;

    /// <exception cref="LogDamageException">An entry does not verify, or a segment is missing.</exception>
    public Recovery Run()
    {
        // Step 1.
        foreach (var name in disk.List().Where(name => name.EndsWith(DiskNames.Unfinished, StringComparison.Ordinal))) disk.Delete(name);
        foreach (var name in disk.List())
        {
            if (SegmentHeader.TryParseName(name, out var first)) Segments.Add(Segment.Open(disk, first));
        }

        if (Segments.Count > 0) LeaveOutReserved(Segments[^1]);

        // Step 2.
        var checkpoint = ReadCheckpoint();
        var (place, offset) = (0, (long)SegmentHeader.Size);
        if (checkpoint is not null && IsAllThere(checkpoint))
        {
            (State, _wholeHead) = (checkpoint.State, checkpoint.State.Head);
            (place, offset) = (checkpoint.Segments.Count - 1, checkpoint.Segments[^1].Bytes);
        }

        var vouched = State.Head.Position;
        // Step 3.
        for (; place < Segments.Count - 1; place++, offset = SegmentHeader.Size) Take(Segments[place], offset, isLast: false);
        var whole = Segments.Count > 0 ? Take(Segments[^1], offset, isLast: true) : 0;
        if (checkpoint is not null && State.Head.Position < checkpoint.State.Head.Position) throw TooShort(whole, checkpoint.State.Head.Position);
        // Step 4.
        return new Recovery(State, vouched, Segments.Count > 0 ? Cut(Segments[^1], whole) : 0);
    }

    /// <summary>Whether everything that a checkpoint vouches for is there; otherwise all is read, so that it shows what is missing.</summary>
    private bool IsAllThere(Checkpoint checkpoint)
    {
        for (var i = 0; i < checkpoint.Segments.Count; i++)
        {
            var (first, bytes) = checkpoint.Segments[i];
            if (i >= Segments.Count || Segments[i].First != first || Segments[i].LengthBytes < bytes) return false;
            if (i < checkpoint.Segments.Count - 1 && Segments[i].LengthBytes > bytes) return false;
        }

        return true;
    }

    private void LeaveOutReserved(Segment last)
    {
        using var file = disk.Open(last.Name, forWriting: false);
        last.LengthBytes = ReservedRoom.BeginOf(file);
    }

    private Checkpoint? ReadCheckpoint()
    {
        if (disk.ReadWhole(DiskNames.Checkpoint) is not { } bytes) return null;
        var checkpoint = Checkpoint.Read(bytes);
        if (checkpoint is null) log.CheckpointUnreadable(disk.Name);
        return checkpoint;
    }

    /// <summary>Applies the whole commands of a segment from an offset on.</summary>
    /// <returns>Where they end.</returns>
    private long Take(Segment segment, long offset, bool isLast)
    {
        var next = State.Head.Position + 1;
        if (offset == SegmentHeader.Size && segment.First != next) throw segment.First > next ? Missing(next) : Misplaced(segment, next);
        if (offset == SegmentHeader.Size && segment.PreviousHash != State.Head.Hash) throw new LogDamageException(segment.Name, 0, next, LogCheck.HashChain, "its header does not follow the segment before it");
        (_state, _head, _whole) = (State, State.Head, offset);
        var walk = new EntryWalk(segment, (next, offset), State.Head.Hash);
        try
        {
            using var file = disk.Open(segment.Name, forWriting: false);
            var stretches = (segment.LengthBytes - offset) / options.StretchBytes;
            new StretchWorkers(file, (offset, segment.LengthBytes), stretch => Take(segment, stretch, walk)).Run((int)Math.Clamp(stretches, 1, options.Workers), options.StretchBytes);
        }
        catch (LogDamageException damage) when (isLast && IsTorn(segment, damage))
        {
            return _whole;
        }

        return isLast || _whole == segment.LengthBytes
            ? _whole
            : throw new LogDamageException(segment.Name, _whole, State.Head.Position + 1, LogCheck.Frame, "the segment ends within a command");
    }

    private void Take(Segment segment, Stretch stretch, EntryWalk walk)
    {
        walk.Enter(stretch);
        try
        {
            while (walk.Check())
            {
                segment.Index.Add(walk.NextPosition - 1, walk.Offset);
                // Most entries change nothing but where the log ends: no entry is made of them.
                if (EntryCodec.TryReadPlain(walk.Body, out var remaining, out var timestampMs))
                {
                    _head = new LogHead(walk.NextPosition - 1, walk.Hash, timestampMs);
                }
                else
                {
                    var entry = walk.Entry();
                    _state = (_state with { Head = _head }).Apply(entry);
                    (_head, remaining) = (_state.Head, entry.Remaining);
                }

                if (remaining > 0) continue;
                (State, _wholeHead, _whole) = (_state, _head, walk.NextOffset);
            }
        }
        finally
        {
            State = State with { Head = _wholeHead };
        }
    }

    private bool IsTorn(Segment segment, LogDamageException damage)
    {
        using var file = disk.Open(segment.Name, forWriting: false);
        return TornTail.IsTorn(file, segment.LengthBytes, damage);
    }

    private long Cut(Segment last, long whole)
    {
        var cut = last.LengthBytes - whole;
        using var file = disk.Open(last.Name, forWriting: true);
        if (file.Length == whole) return 0;
        file.Truncate(whole);
        file.Flush();
        last.LengthBytes = whole;
        last.Index.Cut(whole);
        if (cut > 0) log.TailCut(last.Name, whole, cut, State.Head.Position);
        return cut;
    }

    private LogDamageException TooShort(long whole, long durable)
    {
        var next = State.Head.Position + 1;
        return new LogDamageException(Segments.Count > 0 ? Segments[^1].Name : SegmentHeader.NameOf(next), whole, next, LogCheck.Frame, $"the log ends before this entry, and its checkpoint knew that entry {durable} was durable");
    }

    private static LogDamageException Missing(long first) => new(SegmentHeader.NameOf(first), 0, first, LogCheck.Frame, "the segment is missing");

    private static LogDamageException Misplaced(Segment segment, long next) => new(segment.Name, 0, segment.First, LogCheck.HashChain, $"entry {next} belongs here: the segment before it holds its entries too");
}
