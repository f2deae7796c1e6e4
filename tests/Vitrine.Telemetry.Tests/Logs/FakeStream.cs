namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>A log destination in memory that can refuse writes (a full disk) or hold them up (a stopped reader).</summary>
internal sealed class FakeStream : Stream
{
    private readonly MemoryStream _content = new();
    private readonly ManualResetEventSlim _open = new(initialState: true);
    private readonly SemaphoreSlim _attempts = new(0);

    /// <summary>While true, every write throws as a full disk does.</summary>
    public volatile bool Full;

    /// <summary>Throws once and then works again.</summary>
    public volatile bool FullOnce;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public string Text
    {
        get
        {
            lock (_content)
                return System.Text.Encoding.UTF8.GetString(_content.ToArray());
        }
    }

    public int Writes { get; private set; }

    /// <summary>From now on a write waits until <see cref="Open"/>.</summary>
    public void Block() => _open.Reset();

    public void Open() => _open.Set();

    /// <summary>Waits until the sink has begun another write.</summary>
    public void AwaitAttempt() => _attempts.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("the sink tried no write within 30 s");

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _attempts.Release();
        _open.Wait();
        if (Full || FullOnce)
        {
            FullOnce = false;
            throw new IOException("No space left on device");
        }

        lock (_content)
            _content.Write(buffer);
        Writes++;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
