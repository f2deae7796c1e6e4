using System.Diagnostics;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>
/// A log in a folder: segments that grow at the end, whole commands only, every group durable before it shows. Recovers by itself, tells damage from an interrupted write,
/// and never goes on over damage. docs/format/ledger.md has the bytes.
/// </summary>
/// <remarks>One thread writes (<see cref="Append"/>, <see cref="CheckpointIfDue"/>, <see cref="Mend"/>); any thread reads and waits, and no reader keeps the writer waiting.</remarks>
public sealed class LogFiles : ILogCopy, IDisposable
{
    private readonly ILogDisk _disk;
    private readonly LogFilesOptions _options;
    private readonly LogFilesLog _log;
    private readonly HeadSignal _head = new();
    private readonly SegmentReads _reads;
    private readonly FrameBuffer _group = new();
    private readonly Flusher? _flusher;
    private ILogDiskFile? _active;
    private CheckpointWriter? _checkpoints;
    private long _reservedTo;
    private bool _isEndUncertain;
    private bool _isRefused;

    /// <summary>Takes a folder. Nothing is read before <see cref="Recover"/>.</summary>
    /// <param name="disk">The folder; disposed with the log.</param>
    /// <param name="options">How the log is kept.</param>
    /// <param name="logger">For the category <c>Vitrine.Ledger.Storage</c>.</param>
    public LogFiles(ILogDisk disk, LogFilesOptions options, ILogger logger)
    {
        (_disk, _options, _log, _reads) = (disk, options, new LogFilesLog(logger), new SegmentReads(disk));
        if (options.Sync != SyncMode.Async) return;
        _flusher = new Flusher(options.AsyncInterval, _log, disk.Name);
        _log.AsyncSync(options.AsyncInterval.TotalMilliseconds);
    }

    public LogHead Head => _head.Head;

    public long SizeBytes => _head.SizeBytes;

    /// <summary>What the start found; null before it, and while the log is damaged.</summary>
    public Recovery? Recovery { get; private set; }

    /// <summary>Told of damage that a read or a verification found, on its thread, before it is thrown there.</summary>
    public Action<LogDamageException>? Damaged
    {
        get => _reads.Damaged;
        set => _reads.Damaged = value;
    }

    /// <summary>Reads what is there, cuts an interrupted write off, and stops before the first damage.</summary>
    /// <returns>The damage, or null when all is whole and the log takes entries. After <see cref="Mend"/> it is called again.</returns>
    public LogDamageException? Recover()
    {
        _disk.Lock();
        Close();
        var recovery = new LogRecovery(_disk, _options, _log);
        LogDamageException? damage = null;
        try
        {
            Recovery = recovery.Run();
        }
        catch (LogDamageException found)
        {
            damage = found;
        }

        _reads.Segments = [.. recovery.Segments];
        _head.Set(recovery.State.Head, recovery.Segments.Sum(segment => segment.LengthBytes));
        if (damage is not null) return damage;
        if (recovery.Segments.Count == 0) Begin(new SegmentHeader(1, EntryHash.Zero));
        else _active = _disk.Open(Last.Name, forWriting: true);
        _checkpoints = new CheckpointWriter(_disk, _options.CheckpointBytes, _log);
        return null;
    }

    /// <summary>Makes a group of whole commands durable with one fsync.</summary>
    /// <param name="entries">Consecutive, chained, following <see cref="Head"/>; the last one ends its command.</param>
    /// <exception cref="ArgumentException">They do not follow the head.</exception>
    /// <exception cref="IOException">The disk does not take them, and nothing of them is in the log.</exception>
    /// <exception cref="OutcomeUnknownException">The disk failed, and then kept what it had from being cut off: a start may find them.</exception>
    public GroupTimes Append(IReadOnlyList<LogEntry> entries)
    {
        if (_active is null) throw new InvalidOperationException("The log has not recovered, or is damaged.");
        var before = Head;
        ThrowUnlessNext(before, entries);
        _group.Clear();
        var unflushed = _flusher?.Unflushed(before.Position) ?? 0;
        for (var i = 0; i < entries.Count; i++) _group.Add(entries[i], unflushed + i);
        var times = Write(before);
        var active = Last;
        active.Index.Add(entries[0].Position, active.LengthBytes);
        active.LengthBytes += _group.Length;
        _head.Set(entries[^1].Head, SizeBytes + _group.Length);
        _flusher?.Wrote(_active, entries[^1].Position, before.Position);
        return times;
    }

    public IEnumerable<LogEntry> Read(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Head.Position);
        return _reads.Read(from, to);
    }

    /// <summary>Checks entries as <see cref="Read"/> does, and makes none.</summary>
    /// <exception cref="LogDamageException">An entry does not verify.</exception>
    public void Verify(long from, long to, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Head.Position);
        _reads.Verify(from, to, cancellationToken);
    }

    public ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken) => _head.BeyondAsync(position, cancellationToken);

    /// <summary>Writes an entry again over a damaged one, durably: a peer's is the same to the byte.</summary>
    /// <param name="damage">What <see cref="Recover"/> returned or <see cref="Read"/> threw.</param>
    /// <param name="entry">The entry of that position.</param>
    public void Mend(LogDamageException damage, LogEntry entry)
    {
        Close();
        LogMending.Mend(_disk, damage, entry);
    }

    /// <summary>Writes a checkpoint behind the writer's back when enough was written since the last one.</summary>
    /// <param name="state">The state at <see cref="Head"/>: it is captured now.</param>
    public void CheckpointIfDue(LedgerState state)
    {
        if (_checkpoints?.IsDue(SizeBytes) == true && _flusher?.FlushNow() != false) _checkpoints.WriteBehind(CheckpointOf(state), SizeBytes);
    }

    /// <summary>Writes a checkpoint, so that the next start reads nothing twice.</summary>
    /// <param name="state">The state at <see cref="Head"/>.</param>
    public void Checkpoint(LedgerState state)
    {
        if (_flusher?.FlushNow() != false) _checkpoints?.WriteNow(CheckpointOf(state), SizeBytes);
    }

    public void Dispose()
    {
        Close();
        _flusher?.Dispose();
        _group.Dispose();
        _disk.Dispose();
    }

    /// <summary>The segment that grows.</summary>
    private Segment Last => _reads.Segments[^1];

    private static void ThrowUnlessNext(LogHead head, IReadOnlyList<LogEntry> entries)
    {
        var (position, previous) = (head.Position, head.Hash);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            if (entry.Position != position + 1 || entry.PreviousHash != previous) throw new ArgumentException($"Entry {entry.Position} does not follow entry {position}.", nameof(entries));
            (position, previous) = (entry.Position, entry.Hash);
        }

        if (entries.Count == 0 || entries[^1].Remaining > 0) throw new ArgumentException("A group holds whole commands, one at least.", nameof(entries));
    }

    private void Begin(SegmentHeader header)
    {
        var (segment, file) = Segment.Create(_disk, header, []);
        _active?.Dispose();
        (_active, _reservedTo) = (file, 0);
        _reads.Segments = [.. _reads.Segments, segment];
        _head.Set(Head, SizeBytes + SegmentHeader.Size);
    }

    private void Roll(LogHead head)
    {
        // A segment that has a successor is durable as a whole, and no longer than its entries: only the last one can end in an interrupted write, or in reserved room.
        _flusher?.Forget();
        if (_reservedTo > 0) CutBack();
        Begin(new SegmentHeader(head.Position + 1, head.Hash));
    }

    private GroupTimes Write(LogHead head)
    {
        try
        {
            if (_isEndUncertain) CutBack();
            if (Last.LengthBytes >= _options.SegmentBytes) Roll(head);
            var times = WriteGroup();
            _isRefused = false;
            return times;
        }
        catch (Exception refusal) when (!_isRefused && refusal is IOException or OutcomeUnknownException)
        {
            // Once, until it goes on: a full disk refuses many.
            _isRefused = true;
            _log.WriteFailed(_disk.Name, refusal);
            throw;
        }
    }

    private GroupTimes WriteGroup()
    {
        try
        {
            _active!.Append(_group.Bytes);
            Reserve(Last.LengthBytes + _group.Length);
            var writtenAt = Stopwatch.GetTimestamp();
            if (_flusher is not null) return new GroupTimes(writtenAt, writtenAt);
            _active.Flush();
            return new GroupTimes(writtenAt, Stopwatch.GetTimestamp());
        }
        catch (IOException)
        {
            _isEndUncertain = true;
            try
            {
                CutBack();
            }
            catch (IOException failure)
            {
                throw new OutcomeUnknownException("The disk failed in the middle of a write, and again when that was to be taken back.", failure);
            }

            throw;
        }
    }

    /// <summary>Makes room behind the end when there is none left: it becomes durable with what was written before it.</summary>
    private void Reserve(long end)
    {
        var room = Math.Min(_options.ReservedBytes, _options.SegmentBytes - end);
        if (end <= _reservedTo || room <= 0) return;
        _reservedTo = end;
        try
        {
            _active!.Reserve(room);
            _reservedTo += room;
        }
        catch (IOException)
        {
            // What was written fits. The next group asks again.
        }
    }

    /// <summary>Cuts off what stands behind the last entry, durably: reserved room, and what a failed write left, for what the disk refused may not come up after a start.</summary>
    private void CutBack()
    {
        _active!.Truncate(Last.LengthBytes);
        _active.Flush();
        (_isEndUncertain, _reservedTo) = (false, 0);
    }

    private Checkpoint CheckpointOf(LedgerState state)
    {
        if (state.Head != Head) throw new ArgumentException($"A checkpoint is of the state at entry {Head.Position}, not at {state.Head.Position}.", nameof(state));
        return new Checkpoint(state, [.. _reads.Segments.Select(segment => (segment.First, segment.LengthBytes))]);
    }

    private void Close()
    {
        _flusher?.Forget();
        _checkpoints?.Dispose();
        GiveBack();
        _active?.Dispose();
        (_active, _reservedTo, _checkpoints, Recovery) = (null, 0, null, null);
    }

    /// <summary>A log that is closed ends with its entries.</summary>
    private void GiveBack()
    {
        try
        {
            if (_reservedTo > 0) CutBack();
        }
        catch (IOException)
        {
            // The next start does it.
        }
    }
}
