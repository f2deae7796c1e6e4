using System.Buffers.Binary;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Goes through the entries of a segment, stretch by stretch: each must be whole, in its place, and linked to the one before.</summary>
/// <param name="segment">The segment.</param>
/// <param name="from">An entry's position, and where it begins.</param>
/// <param name="previous">The hash that it must follow; null when that is not known.</param>
/// <param name="found">Told of damage before it is thrown.</param>
internal sealed class EntryWalk(Segment segment, (long Position, long Offset) from, EntryHash? previous, Action<LogDamageException>? found = null)
{
    private EntryHash? _known = from.Position == segment.First ? segment.PreviousHash : previous;
    private Stretch? _stretch;
    private int _place;
    private bool _isLinked;

    /// <summary>The position that the next entry must have.</summary>
    public long NextPosition { get; private set; } = from.Position;

    /// <summary>Where the last entry begins.</summary>
    public long Offset => _stretch!.OffsetOf(_place);

    /// <summary>Where the next entry begins.</summary>
    public long NextOffset => _stretch?.OffsetOf(_place + 1) ?? from.Offset;

    /// <summary>The last entry's body, valid until the next step.</summary>
    public ReadOnlySpan<byte> Body => _stretch!.LinkedOf(_place)[EntryHash.Size..];

    /// <summary>The hash of the last entry.</summary>
    public EntryHash Hash => _stretch?.HashOf(_place) ?? _known.GetValueOrDefault();

    /// <summary>Goes on over a stretch, which begins at <see cref="NextOffset"/>. Of this, only <see cref="NextPosition"/> outlasts it.</summary>
    public void Enter(Stretch stretch)
    {
        (_stretch, _place) = (stretch, -1);
        if (_known is { } known) stretch.Previous = known;
        else stretch.Pass(0);
    }

    /// <summary>Passes over entries up to one, or to the end of the stretch, checking no more of them than where they end. Before the first step in a stretch only.</summary>
    /// <exception cref="LogDamageException">The segment ends before it.</exception>
    public void SkipTo(long position)
    {
        if (NextPosition >= position) return;
        for (; NextPosition < position && _place + 1 < _stretch!.Count; NextPosition++) segment.Index.Add(NextPosition, _stretch.OffsetOf(++_place));
        _stretch!.Pass(_place + 1);
        _known = null;
        if (NextPosition >= position) return;
        ThrowUnlessWhole();
        if (_stretch.Behind == FrameState.End) throw Damage(NextOffset, LogCheck.Frame, "the segment ends before it", NextPosition);
    }

    /// <summary>Checks the next entry without making one of it; false at the end of the stretch.</summary>
    /// <exception cref="LogDamageException">It does not verify.</exception>
    public bool Check()
    {
        var stretch = _stretch!;
        if (_place + 1 == stretch.Checked && !stretch.Check())
        {
            if (_isLinked) _known = Hash;
            ThrowUnlessWhole();
            return false;
        }

        var linked = stretch.LinkedOf(++_place);
        if (!linked[..EntryHash.Size].SequenceEqual(stretch.HashOf(_place - 1).Bytes)) throw Damage(Offset, LogCheck.HashChain, "it does not follow the entry before it", NextPosition);
        if (linked.Length < EntryHash.Size + 8 || BinaryPrimitives.ReadInt64LittleEndian(linked[EntryHash.Size..]) != NextPosition)
            throw Damage(Offset, LogCheck.HashChain, "it is not the entry that belongs here", NextPosition);
        NextPosition++;
        return _isLinked = true;
    }

    /// <summary>The entry that was checked last.</summary>
    /// <exception cref="LogDamageException">It was written by something that writes other entries.</exception>
    public LogEntry Entry() =>
        EntryCodec.TryRead(Body, _stretch!.HashOf(_place - 1), Hash, out var entry) ? entry : throw Damage(Offset, LogCheck.Frame, "its checksum is right, and what it holds is no entry", NextPosition - 1);

    /// <summary>At the end of a stretch: what stands there is more to read, or the end of the segment.</summary>
    private void ThrowUnlessWhole()
    {
        switch (_stretch!.Behind)
        {
            case FrameState.NoHeader: throw Damage(NextOffset, LogCheck.Frame, "no frame begins here", NextPosition);
            case FrameState.Incomplete: throw Damage(NextOffset, LogCheck.Frame, "the segment ends in it", NextPosition);
            case FrameState.BadChecksum: throw Damage(NextOffset, LogCheck.Crc, "its checksum is another", NextPosition);
        }
    }

    private LogDamageException Damage(long offset, LogCheck check, string what, long position)
    {
        var damage = new LogDamageException(segment.Name, offset, position, check, what);
        found?.Invoke(damage);
        return damage;
    }
}
