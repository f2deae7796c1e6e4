using System.Runtime.InteropServices;

namespace Vitrine.Telemetry.Logs;

/// <summary>
/// Reopens log files on SIGHUP, as logrotate and its kin expect. One per process, shared by every <see cref="LogSink"/> in it.
/// </summary>
/// <remarks>
/// The signal is taken over with the first file that is added and given back by <see cref="Dispose"/>; a process that logs to a terminal
/// still ends when the terminal goes away. Does nothing on Windows, which has no SIGHUP. Thread-safe.
/// </remarks>
public sealed class ReopenOnHangup : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<LogSink> _sinks = [];
    private PosixSignalRegistration? _registration;
    private bool _disposed;

    /// <summary>Reopens <paramref name="sink"/> on every SIGHUP from now on; ignored unless it writes to a file.</summary>
    public void Add(LogSink sink)
    {
        if (!sink.IsFile || OperatingSystem.IsWindows())
            return;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _sinks.Add(sink);
            _registration ??= PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnHangup);
        }
    }

    /// <summary>Leaves <paramref name="sink"/> alone again, before it is disposed.</summary>
    public void Remove(LogSink sink)
    {
        lock (_lock)
            _sinks.Remove(sink);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        PosixSignalRegistration? registration;
        lock (_lock)
        {
            _disposed = true;
            registration = _registration;
            _registration = null;
            _sinks.Clear();
        }

        // Outside the lock: disposing waits for a running handler, which takes the lock.
        registration?.Dispose();
    }

    private void OnHangup(PosixSignalContext context)
    {
        // The default action would end the process.
        context.Cancel = true;
        lock (_lock)
        {
            foreach (var sink in _sinks)
                sink.Reopen();
        }
    }
}
