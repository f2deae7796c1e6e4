using System.Buffers;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>
/// Consecutive frames of a segment in memory: read and cut apart in order, checked on any thread, gone through with an <see cref="EntryWalk"/>. Nothing is copied out of its buffer, which
/// holds <see cref="Bytes"/> or the one frame that is larger.
/// </summary>
/// <param name="bytes">What is read at once.</param>
internal sealed class Stretch(int bytes) : IDisposable
{
    /// <summary>What is worth reading at once, and stays in a processor's cache until it is checked.</summary>
    public const int Bytes = 256 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(bytes);
    private int[] _starts = new int[64];
    private EntryHash[] _hashes = new EntryHash[64];
    private long _offset;

    /// <summary>Its frames; fewer once one of them turned out to be bad, for nobody goes beyond that.</summary>
    public int Count { get; private set; }

    /// <summary>The frames from the first on whose checksums and hashes are computed.</summary>
    public int Checked { get; private set; }

    /// <summary>What stands behind the frames: <see cref="FrameState.Whole"/> when there is more to read.</summary>
    public FrameState Behind { get; private set; }

    /// <summary>The hash that the first frame must follow.</summary>
    public EntryHash Previous
    {
        get => _hashes[0];
        set => _hashes[0] = value;
    }

    /// <summary>Where a frame begins in the file; of <see cref="Count"/>, where the last one ends.</summary>
    public long OffsetOf(int frame) => _offset + _starts[frame];

    /// <summary>The hash before a frame's entry and the entry's body, side by side. Valid until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<byte> LinkedOf(int frame) => _buffer.AsSpan(LinkedRangeOf(frame));

    /// <summary>The hash of a frame's entry; of −1, <see cref="Previous"/>.</summary>
    public ref readonly EntryHash HashOf(int frame) => ref _hashes[frame + 1];

    /// <summary>Reads frames: as many as there is room for, and at least one.</summary>
    /// <param name="file">The segment.</param>
    /// <param name="offset">Where the first frame begins.</param>
    /// <param name="end">Where the segment ends, whatever stands behind it in the file.</param>
    public void Read(ILogDiskFile file, long offset, long end)
    {
        (_offset, Count, Checked) = (offset, 0, 0);
        var length = Read();
        while ((Behind = Cut(_buffer.AsSpan(0, length), out var frameBytes)) != FrameState.NoHeader)
        {
            if (Behind == FrameState.Whole) continue;
            // Either the segment ends here, or the buffer does.
            if (length < _buffer.Length) return;
            Behind = FrameState.Whole;
            if (Count > 0) return;
            var larger = ArrayPool<byte>.Shared.Rent(frameBytes);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
            length = Read();
        }

        int Read() => file.Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, end - offset)), offset);
    }

    /// <summary>Passes over frames without a look at them: they count as checked, and the one behind them follows whatever it says. Before the first <see cref="Check"/> only.</summary>
    public void Pass(int frames)
    {
        Checked = frames;
        if (frames < Count) _hashes[frames] = EntryHash.Of(LinkedOf(frames)[..EntryHash.Size]);
    }

    /// <summary>Checks the next frames, as many as are hashed at once; false when there are none. A bad one, and all behind it, are no longer counted.</summary>
    public bool Check()
    {
        var from = Checked;
        Span<Range> linked = stackalloc Range[EntryCodec.HashesAtOnce];
        for (; Checked < Count && Checked - from < linked.Length; Checked++)
        {
            if (!LogFrame.IsWhole(_buffer.AsSpan(_starts[Checked].._starts[Checked + 1])))
            {
                (Count, Behind) = (Checked, FrameState.BadChecksum);
                break;
            }

            linked[Checked - from] = LinkedRangeOf(Checked);
        }

        EntryCodec.HashesOf(_buffer, linked[..(Checked - from)], _hashes.AsSpan(from + 1));
        return Checked > from;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private Range LinkedRangeOf(int frame) => (_starts[frame] + LogFrame.HeaderBytes)..(_starts[frame + 1] - LogFrame.TrailerBytes);

    /// <summary>Counts the frame behind the last one if it is there as a whole, going by its header alone.</summary>
    private FrameState Cut(ReadOnlySpan<byte> bytes, out int frameBytes)
    {
        frameBytes = LogFrame.HeaderBytes;
        var rest = bytes[_starts[Count]..];
        if (rest.IsEmpty) return FrameState.End;
        if (rest.Length < LogFrame.HeaderBytes) return FrameState.Incomplete;
        if (!LogFrame.TryReadHeader(rest, out frameBytes)) return FrameState.NoHeader;
        if (frameBytes > rest.Length) return FrameState.Incomplete;
        if (++Count == _starts.Length - 1)
        {
            Array.Resize(ref _starts, 2 * _starts.Length);
            Array.Resize(ref _hashes, 2 * _hashes.Length);
        }

        _starts[Count] = _starts[Count - 1] + frameBytes;
        return FrameState.Whole;
    }
}
