using System.Buffers.Binary;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Walks the entries of a segment and checks each: its frame, its checksum, its place and its link in the chain.</summary>
internal sealed class EntryReader : IDisposable
{
    private readonly string _segment;
    private readonly ILogDiskFile _file;
    private readonly FrameReader _frames;
    private readonly SparseIndex _index;
    private readonly Action<LogDamageException>? _found;
    private EntryHash? _previous;

    /// <summary>Begins at an entry.</summary>
    /// <param name="disk">Where the segment is.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="from">An entry's position, and where it begins.</param>
    /// <param name="previous">The hash that it must follow; null when that is not known.</param>
    /// <param name="found">Told of damage before it is thrown.</param>
    public EntryReader(ILogDisk disk, Segment segment, (long Position, long Offset) from, EntryHash? previous, Action<LogDamageException>? found = null)
    {
        _found = found;
        (_segment, _index) = (segment.Name, segment.Index);
        NextPosition = from.Position;
        _previous = from.Position == segment.First ? segment.PreviousHash : previous;
        _file = disk.Open(_segment, forWriting: false);
        _frames = new FrameReader(_file, from.Offset);
    }

    /// <summary>The position that the next entry must have.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Where the next entry begins.</summary>
    public long NextOffset => _frames.NextOffset;

    /// <summary>The hash of the last entry.</summary>
    public EntryHash Hash => _previous.GetValueOrDefault();

    /// <summary>Passes over entries up to one, checking no more of them than where they end.</summary>
    public void SkipTo(long position)
    {
        while (NextPosition < position)
        {
            Expect(_frames.Next(isChecked: false));
            _index.Add(NextPosition, _frames.Offset);
            NextPosition++;
            _previous = null;
        }
    }

    /// <summary>Checks the next entry without making one of it; false at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public bool Check() => Advance(out _);

    /// <summary>The next entry; null at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public LogEntry? Next()
    {
        if (!Advance(out var previous)) return null;
        if (!EntryCodec.TryRead(LogFrame.LinkedOf(_frames.Frame)[EntryHash.Size..], previous, Hash, out var entry))
            throw Damage(LogCheck.Frame, "its checksum is right, and what it holds is no entry", NextPosition - 1);
        return entry;
    }

    public void Dispose()
    {
        _frames.Dispose();
        _file.Dispose();
    }

    private bool Advance(out EntryHash previous)
    {
        previous = default;
        var state = _frames.Next();
        if (state == FrameState.End) return false;
        Expect(state);
        var linked = LogFrame.LinkedOf(_frames.Frame);
        previous = EntryHash.Of(linked[..EntryHash.Size]);
        if (_previous is { } expected && previous != expected) throw Damage(LogCheck.HashChain, "it does not follow the entry before it", NextPosition);
        if (linked.Length < EntryHash.Size + 8 || BinaryPrimitives.ReadInt64LittleEndian(linked[EntryHash.Size..]) is var position && position != NextPosition)
            throw Damage(LogCheck.HashChain, "it is not the entry that belongs here", NextPosition);
        _previous = EntryCodec.HashOf(linked);
        NextPosition++;
        return true;
    }

    private void Expect(FrameState state)
    {
        if (state == FrameState.Whole) return;
        throw state switch
        {
            FrameState.NoHeader => Damage(LogCheck.Frame, "no frame begins here", NextPosition),
            FrameState.End => Damage(LogCheck.Frame, "the segment ends before it", NextPosition),
            FrameState.BadChecksum => Damage(LogCheck.Crc, "its checksum is another", NextPosition),
            _ => Damage(LogCheck.Frame, "the segment ends in it", NextPosition),
        };
    }

    private LogDamageException Damage(LogCheck check, string what, long position)
    {
        var damage = new LogDamageException(_segment, _frames.Offset, position, check, what);
        _found?.Invoke(damage);
        return damage;
    }
}
