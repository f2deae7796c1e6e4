namespace Vitrine.Telemetry.Logs;

/// <summary>The thread of a <see cref="LogSink"/>: takes what is pending, writes it, rests.</summary>
internal sealed class LogWriter(PendingLines pending, ILogDestination destination, TimeSpan maxLatency, int batchBytes)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TrimAfter = TimeSpan.FromSeconds(30);

    // Monitor.Wait refuses more than 24 days; callers may pass TimeSpan.MaxValue.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly SemaphoreSlim _end = new(initialCount: 0);

    // A plain object, because flushing threads wait on it with Monitor.Wait.
    private readonly object _progress = new();

    private long _flushTargetBytes;
    private long _failures;
    private volatile bool _reopen;
    private volatile bool _stopping;
    private volatile bool _ended;
    private volatile string? _lastFailure;

    public long Failures => Interlocked.Read(ref _failures) + destination.Failures;

    public string? LastFailure => _lastFailure;

    public void Start(string destinationName) =>
        new Thread(Run) { IsBackground = true, Name = $"log {destinationName}" }.Start();

    public void Wake() => _wake.Set();

    public void RequestReopen()
    {
        _reopen = true;
        _wake.Set();
    }

    public bool Flush(TimeSpan timeout)
    {
        var start = TimeProvider.System.GetTimestamp();
        var target = pending.AcceptedBytes;
        lock (_progress)
        {
            _flushTargetBytes = Math.Max(_flushTargetBytes, target);
            _wake.Set();
            while (pending.SettledBytes < target)
            {
                var left = timeout - TimeProvider.System.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || _ended)
                    return false;
                Monitor.Wait(_progress, left < LongestWait ? left : LongestWait);
            }

            return true;
        }
    }

    /// <summary>Writes what is pending and ends the thread; returns earlier when that takes longer than <paramref name="timeout"/>.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        _stopping = true;
        _wake.Set();
        // Released again, so that stopping twice waits for nothing.
        if (await _end.WaitAsync(timeout))
            _end.Release();
    }

    private void Run()
    {
        while (true)
        {
            // Taken before the lines: whatever was accepted before the stop is in them.
            var stopping = _stopping;
            ReopenIfAsked();
            var lines = pending.Take();
            if (lines.IsEmpty && stopping)
                break;
            if (lines.IsEmpty)
                WaitForLine();
            else if (WriteAll(lines))
                Rest();
            else
                break;
        }

        CloseDestination();
        _ended = true;
        AnnounceProgress();
        _end.Release();
    }

    private void WaitForLine()
    {
        if (!pending.Arm(bytes: 1))
            return;
        if (!pending.IsLarge)
            _wake.WaitOne();
        else if (!_wake.WaitOne(TrimAfter))
            pending.Trim();
    }

    // Lets lines gather, so that a busy service pays one system call for many of them.
    private void Rest()
    {
        if (!InHurry() && pending.Arm(batchBytes))
            _wake.WaitOne(maxLatency);
    }

    private bool InHurry() => _stopping || _reopen || Interlocked.Read(ref _flushTargetBytes) > pending.SettledBytes;

    // False: the sink stops and the destination still refuses.
    private bool WriteAll(ReadOnlySpan<byte> lines)
    {
        var pause = FirstPause;
        while (!lines.IsEmpty)
        {
            var stopping = _stopping;
            try
            {
                var written = destination.Write(lines);
                pending.Settle(written);
                AnnounceProgress();
                lines = lines[written..];
                pause = FirstPause;
            }
            catch (Exception e)
            {
                // Any exception: this thread must outlive whatever a disk, a pipe or a file system comes up with.
                CountFailure(e);
                if (stopping)
                    return false;
                _wake.WaitOne(pause);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                ReopenIfAsked();
            }
        }

        return true;
    }

    private void ReopenIfAsked()
    {
        if (!_reopen)
            return;
        _reopen = false;
        try
        {
            destination.Reopen();
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    private void CloseDestination()
    {
        try
        {
            destination.Dispose();
        }
        catch (Exception e)
        {
            CountFailure(e);
        }
    }

    private void AnnounceProgress()
    {
        lock (_progress)
            Monitor.PulseAll(_progress);
    }

    private void CountFailure(Exception e)
    {
        _lastFailure = e.Message;
        Interlocked.Increment(ref _failures);
    }
}
