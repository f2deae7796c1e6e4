namespace Vitrine.Ledger.Files;

/// <summary>Flushes behind the writer: <see cref="SyncMode.Async"/>. One thread writes.</summary>
internal sealed class Flusher : IDisposable
{
    private readonly Lock _flushing = new();
    private readonly TimeSpan _interval;
    private readonly LogFilesLog _log;
    private readonly string _folder;
    private readonly Timer _timer;
    private ILogDiskFile? _file;
    private long _written;
    private long _flushed;
    private int _isArmed;

    public Flusher(TimeSpan interval, LogFilesLog log, string folder)
    {
        (_interval, _log, _folder) = (interval, log, folder);
        _timer = new Timer(_ =>
        {
            Volatile.Write(ref _isArmed, 0);
            if (!FlushNow()) Arm();
        });
    }

    /// <summary>Entries up to a position that are not known to be durable.</summary>
    public int Unflushed(long position) => Volatile.Read(ref _file) is null ? 0 : (int)Math.Min(position - Volatile.Read(ref _flushed), int.MaxValue / 2);

    /// <summary>Entries up to a position were written.</summary>
    public void Wrote(ILogDiskFile file, long position, long before)
    {
        if (_file is null) Volatile.Write(ref _flushed, before);
        Volatile.Write(ref _file, file);
        Volatile.Write(ref _written, position);
        Arm();
    }

    /// <summary>Flushes what was written. A failure is logged, and it is tried again: nobody waits for it.</summary>
    /// <returns>Whether everything that was written is durable.</returns>
    public bool FlushNow()
    {
        lock (_flushing)
        {
            var written = Volatile.Read(ref _written);
            if (_file is null || written == _flushed) return true;
            try
            {
                _file.Flush();
                Volatile.Write(ref _flushed, written);
                return true;
            }
            catch (IOException failure)
            {
                _log.FlushFailed(_folder, _flushed, failure);
                return false;
            }
        }
    }

    /// <summary>The file is going to be closed, or to get a successor.</summary>
    public void Forget()
    {
        FlushNow();
        lock (_flushing) _file = null;
    }

    public void Dispose() => _timer.Dispose();

    private void Arm()
    {
        if (Interlocked.Exchange(ref _isArmed, 1) == 0) _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }
}
