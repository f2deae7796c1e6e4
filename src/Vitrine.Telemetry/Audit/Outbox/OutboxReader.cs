namespace Vitrine.Telemetry.Audit.Outbox;

/// <summary>
/// Reads an outbox from where the ledger left off, and deletes segments that it has taken whole. One thread at a time. What is damaged is left out,
/// counted and reported with its place; nothing else is ever skipped.
/// </summary>
internal sealed class OutboxReader
{
    /// <summary>The reason of entries that do not verify.</summary>
    public const string Damaged = "damaged";

    private const int BufferBytes = 1024 * 1024;

    private readonly OutboxFolder _folder;
    private readonly OutboxWriter _writer;
    private readonly AuditLosses _losses;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly List<OutboxEntry> _entries = [];
    private OutboxPosition _position;

    public OutboxReader(OutboxFolder folder, OutboxWriter writer, AuditLosses losses)
    {
        (_folder, _writer, _losses) = (folder, writer, losses);
        var segments = folder.Segments();
        var first = segments is [var oldest, ..] ? oldest : writer.Head.Segment + 1;
        _position = OutboxCursor.Load(folder) is { } kept && kept.Segment >= first && kept.Segment <= writer.Head.Segment ? kept : new OutboxPosition(first, 0);
        // A segment that was taken whole and not deleted before the process ended.
        foreach (var taken in segments.Where(segment => segment < _position.Segment)) folder.Delete(taken);
    }

    /// <summary>Bytes that the ledger has not taken.</summary>
    public long Backlog => Math.Max(0, _folder.Bytes - Volatile.Read(ref _position).Offset);

    /// <summary>The next entries, in order; none when the ledger has them all. They are valid until the next call.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<OutboxEntry> Read(int most)
    {
        _entries.Clear();
        while (_entries.Count == 0)
        {
            var head = _writer.Head;
            if (_position.Segment > head.Segment) break;
            var isComplete = _position.Segment < head.Segment || head.Offset == long.MaxValue;
            if (!ReadSegment(isComplete ? null : head.Offset, most)) break;
        }

        return _entries;
    }

    /// <summary>Says that the ledger has the first so many of the entries that were read last, or that they are set aside.</summary>
    public void Take(int count) => Move(_position with { Offset = _entries[count - 1].End });

    /// <summary>Reads a piece of the current segment; goes on to the next one behind its end.</summary>
    /// <returns>False when there is no more to read for now.</returns>
    private bool ReadSegment(long? end, int most)
    {
        var path = _folder.SegmentFile(_position.Segment);
        if (!File.Exists(path)) return Next();
        int length;
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            var limit = end ?? RandomAccess.GetLength(file);
            length = RandomAccess.Read(file, _buffer.AsSpan(0, (int)Math.Clamp(limit - _position.Offset, 0, BufferBytes)), _position.Offset);
        }

        if (length == 0) return end is null && Next();
        if (_position.Offset == 0) return SkipHeader(path, length);
        Parse(path, length, most);
        // What has no end, in a segment that nobody writes any more, was being written when its process died.
        return _entries.Count > 0 || _buffer.AsSpan(0, length).Contains((byte)'\n') || (end is null && Skip(path, length, "its last line is torn"));
    }

    private void Parse(string path, int length, int most)
    {
        var (from, at) = (_position.Offset, 0);
        while (_entries.Count < most && _buffer.AsSpan(at, length - at).IndexOf((byte)'\n') is >= 0 and var size)
        {
            if (OutboxFrame.TryRead(_buffer.AsMemory(at, size), out var entry)) _entries.Add(new OutboxEntry(entry, from + at + size + 1));
            else if (_entries.Count > 0) return;
            else Skip(path, size + 1, "its checksum is another");
            at += size + 1;
        }
    }

    /// <summary>Steps over damage that stands where the reader does.</summary>
    private bool Skip(string path, int size, string what)
    {
        _losses.Add(Damaged);
        _losses.Blocked(new OutboxDamageException(path, _position.Offset, what));
        Move(_position with { Offset = _position.Offset + size });
        return true;
    }

    private bool SkipHeader(string path, int length)
    {
        var header = OutboxSegment.Header;
        if (_buffer.AsSpan(0, length).StartsWith(header))
        {
            Move(_position with { Offset = header.Length });
            return true;
        }

        // Torn when it was begun: there was no entry in it yet.
        if (header.StartsWith(_buffer.AsSpan(0, length))) return Next();
        // Another version's, or nobody's: it is kept for whoever can read it.
        _losses.Add(Damaged);
        _losses.Blocked(new OutboxDamageException(path, 0, "it does not begin as a segment of this version does; it is kept beside the others as .unread"));
        _folder.SetAside(_position.Segment);
        return Next();
    }

    private bool Next()
    {
        _folder.Delete(_position.Segment);
        Move(new OutboxPosition(_position.Segment + 1, 0));
        return true;
    }

    private void Move(OutboxPosition to)
    {
        Volatile.Write(ref _position, to);
        try
        {
            OutboxCursor.Save(_folder, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk, as a rule. What was taken is sent again after a restart, and no sooner.
            _losses.Blocked(e);
        }
    }
}
