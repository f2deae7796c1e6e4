using System.Buffers;

namespace Vitrine.Ledger.Files;

/// <summary>Walks the frames of a segment through a buffer of its own, in order.</summary>
/// <param name="file">The segment; whoever opened it closes it.</param>
/// <param name="offset">Where the first frame begins.</param>
internal sealed class FrameReader(ILogDiskFile file, long offset) : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _start;
    private int _end;
    private int _frameBytes;

    /// <summary>Where the frame begins in the file, and where the walk stopped if it is not whole.</summary>
    public long Offset { get; private set; } = offset;

    /// <summary>Where the next frame begins.</summary>
    public long NextOffset => Offset + _frameBytes;

    /// <summary>The frame, valid until the next step.</summary>
    public ReadOnlySpan<byte> Frame => _buffer.AsSpan(_start, _frameBytes);

    /// <summary>Everything that is in the buffer; it moves only with <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Buffer => _buffer;

    /// <summary>Where the hash before the entry and its body lie in the buffer.</summary>
    public Range Linked => (_start + LogFrame.HeaderBytes)..(_start + _frameBytes - 8);

    /// <summary>Goes to the next frame if it is in the buffer already and is whole; otherwise nothing moves, and <see cref="Next"/> will tell.</summary>
    public bool TryNextBuffered()
    {
        var next = _start + _frameBytes;
        var rest = _buffer.AsSpan(next, _end - next);
        if (rest.Length < LogFrame.HeaderBytes || !LogFrame.TryReadHeader(rest, out var frameBytes) || frameBytes > rest.Length || !LogFrame.IsWhole(rest[..frameBytes])) return false;
        (Offset, _start, _frameBytes) = (NextOffset, next, frameBytes);
        return true;
    }

    /// <summary>Goes to the next frame.</summary>
    /// <param name="isChecked">Whether its checksum is computed; its header is in any case.</param>
    public FrameState Next(bool isChecked = true)
    {
        Offset = NextOffset;
        _start += _frameBytes;
        _frameBytes = 0;
        if (!Fill(1)) return FrameState.End;
        if (!Fill(LogFrame.HeaderBytes)) return FrameState.Incomplete;
        if (!LogFrame.TryReadHeader(_buffer.AsSpan(_start, LogFrame.HeaderBytes), out var frameBytes)) return FrameState.NoHeader;
        if (!Fill(frameBytes)) return FrameState.Incomplete;
        if (isChecked && !LogFrame.IsWhole(_buffer.AsSpan(_start, frameBytes))) return FrameState.BadChecksum;
        _frameBytes = frameBytes;
        return FrameState.Whole;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Has so many bytes from the frame's start in the buffer; false when the file ends before.</summary>
    private bool Fill(int bytes)
    {
        if (_end - _start >= bytes) return true;
        var kept = _buffer.AsSpan(_start, _end - _start);
        if (bytes > _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(bytes);
            kept.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            kept.CopyTo(_buffer);
        }

        _end = kept.Length;
        _start = 0;
        _end += file.Read(_buffer.AsSpan(_end), Offset + _end);
        return _end >= bytes;
    }
}
