using System.Buffers;

namespace Vitrine.Gateway.Parsing;

/// <summary>A body in one pooled piece. Whoever holds the request owns it; nobody reads it after <see cref="Dispose"/>.</summary>
internal sealed class RequestBody(byte[] pooled, int length) : IDisposable
{
    private byte[]? _pooled = pooled;

    /// <summary>Bytes of the body.</summary>
    public int Length => length;

    /// <summary>The body.</summary>
    public ReadOnlySpan<byte> Bytes => (_pooled ?? throw new ObjectDisposedException(nameof(RequestBody))).AsSpan(0, length);

    /// <summary>The body, for asynchronous writing.</summary>
    public ReadOnlyMemory<byte> Memory => (_pooled ?? throw new ObjectDisposedException(nameof(RequestBody))).AsMemory(0, length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _pooled, null) is { } rented) ArrayPool<byte>.Shared.Return(rented);
    }
}
