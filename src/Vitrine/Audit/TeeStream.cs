namespace Vitrine.Audit;

/// <summary>Whoever reads it writes what it reads: one pass over an export keeps it and verifies it.</summary>
/// <param name="source">What is read.</param>
/// <param name="keep">Takes the same bytes, in order.</param>
internal sealed class TeeStream(Stream source, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> keep) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await source.ReadAsync(buffer, cancellationToken);
        await keep(buffer[..read], cancellationToken);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
