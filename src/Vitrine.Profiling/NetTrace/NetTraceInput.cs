using System.Buffers;
using System.Buffers.Binary;

namespace Vitrine.Profiling.NetTrace;

/// <summary>A stream that is read in exact pieces and knows how far it is. Owns one pooled buffer, as large as the largest piece so far.</summary>
internal sealed class NetTraceInput(Stream stream) : IDisposable
{
    /// <summary>The runtime cuts its blocks near 100 KB; anything near this is damage, and a damaged size must not become an allocation.</summary>
    private const int MaxPieceBytes = 4 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);

    /// <summary>Bytes read so far.</summary>
    public long Offset { get; private set; }

    public byte Byte() => Take(1)[0];

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Skips to the next multiple of four, counted from the beginning of the stream.</summary>
    public void Align() => Take((int)(-Offset & 3));

    /// <summary>The next bytes; valid until the next call.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > MaxPieceBytes) throw new NetTraceException($"a piece of {count} bytes is announced, at most {MaxPieceBytes} are plausible", Offset);
        if (count > _buffer.Length) Grow(count);
        var piece = _buffer.AsSpan(0, count);
        var read = stream.ReadAtLeast(piece, count, throwOnEndOfStream: false);
        Offset += read;
        if (read < count) throw new NetTraceException($"the stream ends {count - read} bytes early", Offset);
        return piece;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void Grow(int count)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(count);
    }
}
