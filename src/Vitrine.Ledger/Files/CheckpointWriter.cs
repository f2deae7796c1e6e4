namespace Vitrine.Ledger.Files;

/// <summary>Writes checkpoints, one at a time.</summary>
internal sealed class CheckpointWriter(ILogDisk disk, long everyBytes, LogFilesLog log) : IDisposable
{
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private long _lastSizeBytes;

    /// <summary>Whether enough was written since the last one, and none is being written.</summary>
    public bool IsDue(long sizeBytes) => sizeBytes - _lastSizeBytes >= everyBytes && _idle.IsSet;

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
            disk.WriteWhole(DiskNames.Checkpoint, checkpoint.ToBytes());
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
