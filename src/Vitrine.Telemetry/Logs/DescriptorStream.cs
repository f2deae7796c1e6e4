using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// A Unix file descriptor for writing, by <c>write(2)</c>. <see cref="Console.OpenStandardOutput()"/> swallows a closed pipe, and a log that
/// nobody receives must be counted; a <see cref="FileStream"/> fails on a non-blocking pipe without telling how much it wrote.
/// </summary>
internal sealed unsafe partial class DescriptorStream(int descriptor) : Stream
{
    private const int Interrupted = 4;
    private const short PollOut = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // EAGAIN: 11 on Linux, 35 on macOS and the BSDs.
    private static int WouldBlock => OperatingSystem.IsLinux() ? 11 : 35;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written;
            fixed (byte* start = buffer)
                written = WriteDescriptor(descriptor, start, buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() is var error && error == WouldBlock)
                WaitUntilWritable();
            else if (error != Interrupted)
                throw new IOException($"write to descriptor {descriptor}: {Marshal.GetPInvokeErrorMessage(error)}");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void WaitUntilWritable()
    {
        var request = new PollRequest { Descriptor = descriptor, Events = PollOut };
        _ = Poll(&request, 1, timeoutMs: -1);
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteDescriptor(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollRequest* requests, nuint count, int timeoutMs);

    private struct PollRequest
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
