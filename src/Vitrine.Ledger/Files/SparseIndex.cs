namespace Vitrine.Ledger.Files;

/// <summary>Where some entries of a segment begin, so that a read need not walk from its start. Thread-safe; looking never waits.</summary>
internal sealed class SparseIndex
{
    private const int SpacingBytes = 32 * 1024;

    private readonly Lock _adding = new();
    private (long Position, long Offset)[] _marks;
    private int _count = 1;

    /// <summary>An index that knows the first entry.</summary>
    public SparseIndex(long first) => _marks = [(first, SegmentHeader.Size), default, default, default];

    /// <summary>Tells where an entry begins; what lies close behind a known one, or before the last, is not kept.</summary>
    public void Add(long position, long offset)
    {
        if (offset - Last.Offset < SpacingBytes) return;
        lock (_adding) AddLocked(position, offset);
    }

    /// <summary>Forgets entries that begin at a byte or behind it, where they were cut off. Only while nobody reads.</summary>
    public void Cut(long offset)
    {
        while (_count > 1 && _marks[_count - 1].Offset >= offset) _count--;
    }

    /// <summary>The last known entry that is not behind a position.</summary>
    public (long Position, long Offset) Before(long position)
    {
        // The count first: whatever array comes after it holds that many marks.
        var count = Volatile.Read(ref _count);
        var marks = Volatile.Read(ref _marks);
        var (low, high) = (0, count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (marks[middle].Position <= position) low = middle;
            else high = middle - 1;
        }

        return marks[low];
    }

    private (long Position, long Offset) Last
    {
        get
        {
            // The count first: whatever array comes after it holds that many marks.
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _marks)[count - 1];
        }
    }

    private void AddLocked(long position, long offset)
    {
        if (offset - Last.Offset < SpacingBytes) return;
        if (_count == _marks.Length)
        {
            var larger = new (long, long)[2 * _count];
            _marks.CopyTo(larger, 0);
            Volatile.Write(ref _marks, larger);
        }

        _marks[_count] = (position, offset);
        Volatile.Write(ref _count, _count + 1);
    }
}
