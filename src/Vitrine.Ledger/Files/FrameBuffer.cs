using System.Buffers;
using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Files;

/// <summary>Frames side by side, to be written at once. Its memory is kept from group to group unless a group was large.</summary>
internal sealed class FrameBuffer : IDisposable
{
    /// <summary>A buffer beyond this is not kept.</summary>
    public const int LargeBytes = 1024 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);

    /// <summary>Bytes of its frames.</summary>
    public int Length { get; private set; }

    /// <summary>Its frames.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Adds an entry's frame.</summary>
    public void Add(LogEntry entry, int unflushed)
    {
        var needed = Length + LogFrame.OverheadBytes + EntryCodec.SizeOf(entry);
        if (needed > _bytes.Length) Resize(Math.Max(needed, 2 * _bytes.Length));
        Length += LogFrame.Write(entry, unflushed, _bytes.AsSpan(Length));
    }

    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > 2 * LargeBytes) Resize(LargeBytes);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void Resize(int bytes)
    {
        var other = ArrayPool<byte>.Shared.Rent(bytes);
        Bytes.CopyTo(other);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = other;
    }
}
