using System.Threading.Channels;

namespace Vitrine.Gateway.Tests.Responding;

/// <summary>An upstream whose every read a test decides: bytes, the end, or a failure.</summary>
internal sealed class ScriptedStream : Stream
{
    private readonly Channel<object> _reads = Channel.CreateUnbounded<object>();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Reads that began and did not end yet: 1 while the pump waits.</summary>
    public int Waiting => _waiting;

    private int _waiting;

    public void Send(string text) => _reads.Writer.TryWrite(System.Text.Encoding.UTF8.GetBytes(text));

    public void Fail(Exception failure) => _reads.Writer.TryWrite(failure);

    public void End() => _reads.Writer.Complete();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            if (!await _reads.Reader.WaitToReadAsync(cancellationToken)) return 0;
            var next = await _reads.Reader.ReadAsync(cancellationToken);
            if (next is Exception failure) throw failure;
            var bytes = (byte[])next;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
