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
    private readonly long[] _offsets = new long[EntryCodec.HashesAtOnce];
    private readonly Range[] _linked = new Range[EntryCodec.HashesAtOnce];
    private readonly EntryHash[] _hashes = new EntryHash[EntryCodec.HashesAtOnce];
    private int _count;
    private int _current = -1;
    private EntryHash _previous;
    private EntryHash? _known;

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
        _known = from.Position == segment.First ? segment.PreviousHash : previous;
        _file = disk.Open(_segment, forWriting: false);
        _frames = new FrameReader(_file, from.Offset);
        NextOffset = from.Offset;
    }

    /// <summary>The position that the next entry must have.</summary>
    public long NextPosition { get; private set; }

    /// <summary>Where the last entry begins.</summary>
    public long Offset { get; private set; }

    /// <summary>Where the next entry begins.</summary>
    public long NextOffset { get; private set; }

    /// <summary>The last entry's body, valid until the next step.</summary>
    public ReadOnlySpan<byte> Body => _frames.Buffer[_linked[_current]][EntryHash.Size..];

    /// <summary>The hash of the last entry.</summary>
    public EntryHash Hash => _known.GetValueOrDefault();

    /// <summary>Passes over entries up to one, checking no more of them than where they end. Before the first step only.</summary>
    public void SkipTo(long position)
    {
        while (NextPosition < position)
        {
            Expect(_frames.Next(isChecked: false));
            _index.Add(NextPosition, _frames.Offset);
            NextOffset = _frames.NextOffset;
            NextPosition++;
            _known = null;
        }
    }

    /// <summary>Checks the next entry without making one of it; false at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public bool Check()
    {
        if (++_current >= _count && !FillBatch()) return false;
        Offset = _offsets[_current];
        var linked = _frames.Buffer[_linked[_current]];
        var previous = EntryHash.Of(linked[..EntryHash.Size]);
        if (_known is { } expected && previous != expected) throw Damage(LogCheck.HashChain, "it does not follow the entry before it", NextPosition);
        if (linked.Length < EntryHash.Size + 8 || BinaryPrimitives.ReadInt64LittleEndian(linked[EntryHash.Size..]) != NextPosition)
            throw Damage(LogCheck.HashChain, "it is not the entry that belongs here", NextPosition);
        (_previous, _known) = (previous, _hashes[_current]);
        NextOffset = Offset + LogFrame.OverheadBytes + linked.Length - EntryHash.Size;
        NextPosition++;
        return true;
    }

    /// <summary>The entry that was checked last.</summary>
    /// <exception cref="LogDamageException">It was written by something that writes other entries.</exception>
    public LogEntry Entry() =>
        EntryCodec.TryRead(Body, _previous, Hash, out var entry) ? entry : throw Damage(LogCheck.Frame, "its checksum is right, and what it holds is no entry", NextPosition - 1);

    /// <summary>The next entry; null at the end of the segment.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public LogEntry? Next() => Check() ? Entry() : null;

    public void Dispose()
    {
        _frames.Dispose();
        _file.Dispose();
    }

    /// <summary>Takes the next frame, and along with it those behind it that are in memory: their hashes are computed together.</summary>
    private bool FillBatch()
    {
        (_current, _count) = (0, 0);
        var state = _frames.Next();
        if (state == FrameState.End) return false;
        Expect(state);
        do
        {
            (_offsets[_count], _linked[_count]) = (_frames.Offset, _frames.Linked);
            _count++;
        }
        while (_count < _hashes.Length && _frames.TryNextBuffered());
        EntryCodec.HashesOf(_frames.Buffer, _linked.AsSpan(0, _count), _hashes);
        return true;
    }

    private void Expect(FrameState state)
    {
        Offset = _frames.Offset;
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
        var damage = new LogDamageException(_segment, Offset, position, check, what);
        _found?.Invoke(damage);
        return damage;
    }
}
