using System.Threading.Channels;
using Vitrine.Profiling.Pprof;

namespace Vitrine.Profiling.Traces;

/// <summary>
/// What the runtime has written and the client has not read yet, in a file without a name. One thread writes and never waits for the reader: the
/// runtime holds locks while it writes the names of its methods, and a slow client would hold them with it.
/// </summary>
internal sealed class TraceSpill : IDisposable
{
    private readonly FileStream _file = Open();
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private long _writtenBytes;

    /// <summary>Bytes written so far.</summary>
    public long WrittenBytes => Volatile.Read(ref _writtenBytes);

    /// <summary>Appends; on the writer's thread only.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(_file.SafeFileHandle, bytes, _writtenBytes);
        Volatile.Write(ref _writtenBytes, _writtenBytes + bytes.Length);
        _news.Writer.TryWrite(true);
    }

    /// <summary>Says that nothing more comes, or why the rest is missing.</summary>
    public void Complete(Exception? failure = null) => _news.Writer.TryComplete(failure);

    /// <summary>Copies everything from the beginning until the writer completes.</summary>
    public async Task CopyToAsync(Stream client, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        var sentBytes = 0L;
        do
        {
            while (sentBytes < WrittenBytes)
            {
                var count = await RandomAccess.ReadAsync(_file.SafeFileHandle, buffer, sentBytes, cancel);
                await client.WriteAsync(buffer.AsMemory(0, count), cancel);
                sentBytes += count;
            }

            await client.FlushAsync(cancel);
        }
        while (await _news.Reader.WaitToReadAsync(cancel) && _news.Reader.TryRead(out _) || sentBytes < WrittenBytes);
    }

    /// <summary>Removes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream Open()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var file = new FileStream(path, options);
            File.Delete(path);
            return file;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProfileException($"A trace is kept in a temporary file, and none can be made: {failure.Message} Let TMPDIR name a folder that this user may write to.", failure);
        }
    }
}
