namespace Vitrine.Ledger.Files;

/// <summary>Writes checkpoints, one at a time, and seldom enough that they take an eighth of what the log does.</summary>
internal sealed class CheckpointWriter(ILogDisk disk, long everyBytes, LogFilesLog log) : IDisposable
{
    // The share of a checkpoint in what is written: an eighth.
    private const int LogBytesForOne = 8;

    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private long _lastSizeBytes;
    private long _newestBytes;

    /// <summary>Whether enough was written since the last one, and none is being written.</summary>
    public bool IsDue(long sizeBytes) => _idle.IsSet && sizeBytes - _lastSizeBytes >= Math.Max(everyBytes, LogBytesForOne * _newestBytes);

    /// <summary>Writes one on another thread: the state is immutable.</summary>
    public void WriteBehind(Checkpoint checkpoint, long sizeBytes)
    {
        _lastSizeBytes = sizeBytes;
        _idle.Reset();
        _ = Task.Run(() => Write(checkpoint));
    }

    /// <summary>Writes one now.</summary>
    public void WriteNow(Checkpoint checkpoint, long sizeBytes)
    {
        Wait();
        _lastSizeBytes = sizeBytes;
        Write(checkpoint);
    }

    /// <summary>Waits for the one that is being written.</summary>
    public void Wait() => _idle.Wait();

    public void Dispose()
    {
        Wait();
        _idle.Dispose();
    }

    private void Write(Checkpoint checkpoint)
    {
        try
        {
            var bytes = checkpoint.ToBytes();
            _newestBytes = bytes.Length;
            disk.WriteWhole(DiskNames.Checkpoint, bytes);
        }
        catch (IOException failure)
        {
            log.CheckpointFailed(failure);
        }
        finally
        {
            _idle.Set();
        }
    }
}
