using System.Buffers;

namespace Vitrine.Telemetry.Exposition;

/// <summary>
/// A page being written, kept between scrapes so that none allocates it anew. It stands between projection and response because a page that
/// breaks in the middle must become an error, not half a page with status 200.
/// </summary>
internal sealed class PageBuffer : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[32 * 1024];
    private int _used;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _used);

    public void Clear() => _used = 0;

    public void Advance(int count) => _used += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsMemory(_used);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _bytes.AsSpan(_used);
    }

    private void Ensure(int sizeHint)
    {
        if (_bytes.Length - _used < Math.Max(1, sizeHint)) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _used + sizeHint));
    }
}
