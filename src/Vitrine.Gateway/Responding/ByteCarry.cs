using System.Buffers;

namespace Vitrine.Gateway.Responding;

/// <summary>Bytes kept from one chunk to the next, in pooled memory that grows up to a limit and is rented only when something is kept.</summary>
/// <param name="limit">The most that is kept, in bytes.</param>
internal sealed class ByteCarry(int limit) : IDisposable
{
    private const int FirstPiece = 4 << 10;
    private byte[] _pooled = [];
    private int _length;

    /// <summary>What is kept.</summary>
    public ReadOnlySpan<byte> Bytes => _pooled.AsSpan(0, _length);

    /// <summary>Whether nothing is kept.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>Keeps more bytes; false, and nothing changes, when that would be beyond the limit.</summary>
    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        var length = _length + bytes.Length;
        if (length > limit) return false;
        if (length > _pooled.Length) Grow(length);
        bytes.CopyTo(_pooled.AsSpan(_length));
        _length = length;
        return true;
    }

    /// <summary>Forgets all but the last bytes.</summary>
    public void KeepLast(int bytes)
    {
        var kept = Math.Min(bytes, _length);
        Bytes[^kept..].CopyTo(_pooled);
        _length = kept;
    }

    /// <summary>Forgets what is kept; the memory stays for the next.</summary>
    public void Clear() => _length = 0;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (_pooled.Length > 0) ArrayPool<byte>.Shared.Return(_pooled);
        (_pooled, _length) = ([], 0);
    }

    private void Grow(int atLeast)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(atLeast, 2 * _pooled.Length), FirstPiece));
        Bytes.CopyTo(larger);
        if (_pooled.Length > 0) ArrayPool<byte>.Shared.Return(_pooled);
        _pooled = larger;
    }
}
