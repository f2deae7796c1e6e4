using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Reads the entries of a segment in order on the caller's thread, checking no more of them than are asked for and hashed at once.</summary>
internal sealed class EntryReader : IDisposable
{
    // Twice what the sparse index leaves between two entries that it knows: one read reaches most entries.
    private const int StretchBytes = 64 * 1024;

    private readonly Segment _segment;
    private readonly ILogDiskFile _file;
    private readonly Stretch _stretch = new(StretchBytes);
    private readonly EntryWalk _walk;

    /// <summary>Begins at an entry.</summary>
    /// <param name="disk">Where the segment is.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="from">An entry's position, and where it begins.</param>
    /// <param name="found">Told of damage before it is thrown.</param>
    public EntryReader(ILogDisk disk, Segment segment, (long Position, long Offset) from, Action<LogDamageException>? found = null)
    {
        _segment = segment;
        _walk = new EntryWalk(segment, from, previous: null, found);
        _file = disk.Open(segment.Name, forWriting: false);
        ReadOn();
    }

    /// <summary>Where the next entry begins.</summary>
    public long NextOffset => _walk.NextOffset;

    /// <summary>The hash of the last entry.</summary>
    public EntryHash Hash => _walk.Hash;

    /// <summary>Passes over entries up to one, checking no more of them than where they end. Before the first step only.</summary>
    /// <exception cref="LogDamageException">The segment ends before it.</exception>
    public void SkipTo(long position)
    {
        for (_walk.SkipTo(position); _walk.NextPosition < position; _walk.SkipTo(position)) ReadOn();
    }

    /// <summary>Checks the next entry without making one of it; false at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public bool Check()
    {
        while (!_walk.Check())
        {
            if (_stretch.Behind == FrameState.End) return false;
            ReadOn();
        }

        return true;
    }

    /// <summary>The next entry; null at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public LogEntry? Next() => Check() ? _walk.Entry() : null;

    public void Dispose()
    {
        _stretch.Dispose();
        _file.Dispose();
    }

    private void ReadOn()
    {
        _stretch.Read(_file, _walk.NextOffset, _segment.LengthBytes);
        _walk.Enter(_stretch);
    }
}
