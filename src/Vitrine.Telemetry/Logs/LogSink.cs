namespace Vitrine.Telemetry.Logs;

/// <summary>
/// The end of the log path: takes rendered lines from any thread and writes them on a thread of its own, so that a slow disk or a stopped
/// reader of standard output never delays a request.
/// </summary>
/// <remarks>
/// <para>Bounded: a line that finds no room is dropped and counted, the caller is never blocked. Every accepted line ends in exactly one of
/// <see cref="Written"/> and <see cref="Dropped"/>.</para>
/// <para>Event-driven: an idle sink waits without a timeout and writes the first line at once; a busy one rests
/// <see cref="LogSinkOptions.MaxLatency"/> between writes, or less when <see cref="LogSinkOptions.BatchBytes"/> have gathered. So a line costs a copy, not a wake-up.</para>
/// <para>A failed write is counted and repeated with a growing pause; the lines stay pending meanwhile. Nothing throws into the service.
/// All members are thread-safe.</para>
/// </remarks>
public sealed class LogSink : IAsyncDisposable
{
    private readonly LogSinkOptions _options;
    private readonly PendingLines _pending;
    private readonly LogWriter _writer;

    internal LogSink(LogSinkOptions options, ILogDestination destination)
    {
        options.Validate();
        _options = options;
        _pending = new PendingLines(options.MaxPendingBytes);
        _writer = new LogWriter(_pending, destination, options.MaxLatency, Math.Min(options.BatchBytes, options.MaxPendingBytes / 4));
        _writer.Start(options.Destination);
    }

    /// <summary>The configured destination: <c>stdout</c>, <c>stderr</c> or a path.</summary>
    public string Destination => _options.Destination;

    /// <summary>Whether <see cref="Reopen"/> does anything.</summary>
    public bool IsFile => _options.IsFile;

    /// <summary>Lines handed to the operating system.</summary>
    public long Written => _pending.SettledLines;

    /// <summary>Bytes handed to the operating system, newlines included.</summary>
    public long WrittenBytes => _pending.SettledBytes;

    /// <summary>Lines lost: no room, after the stop, or still pending when the stop's time was over.</summary>
    public long Dropped => _pending.DroppedLines;

    /// <summary>Writes, rotations and reopenings that failed. A failed write loses nothing by itself, see <see cref="Dropped"/>.</summary>
    public long Failures => _writer.Failures;

    /// <summary>The newest failure in words, or null when there was none.</summary>
    public string? LastFailure => _writer.LastFailure;

    /// <summary>Opens the destination and starts the writing thread.</summary>
    /// <exception cref="LogDestinationException">The file cannot be opened; the message names its path.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static LogSink Open(LogSinkOptions options)
    {
        options.Validate();
        return new LogSink(options, options.Destination switch
        {
            LogSinkOptions.Stdout => StreamDestination.Stdout(),
            LogSinkOptions.Stderr => StreamDestination.Stderr(),
            var path => new RotatingFile(path, options.RotateBytes, options.KeepFiles),
        });
    }

    /// <summary>Accepts a line; never blocks and never throws.</summary>
    /// <param name="line">One line of UTF-8 without its newline, which is added here. Copied; it holds no other newline.</param>
    /// <returns>False when the line was dropped, which is counted.</returns>
    public bool TryWrite(ReadOnlySpan<byte> line)
    {
        var accepted = _pending.TryAppend(line, out var wake);
        if (wake)
            _writer.Wake();
        return accepted;
    }

    /// <summary>Waits until every line accepted before this call is written.</summary>
    /// <returns>False when that took longer than <paramref name="timeout"/> or the sink stopped first.</returns>
    public bool Flush(TimeSpan timeout) => _writer.Flush(timeout);

    /// <summary>
    /// Asks the writing thread to open the file anew, after a rotation by someone else; returns at once. Lines accepted afterwards go to the
    /// new file. If it cannot be opened the old one stays in use, and the failure is counted. No effect on standard output and error.
    /// </summary>
    public void Reopen() => _writer.RequestReopen();

    /// <summary>Accepts no more lines and writes the pending ones, for at most <paramref name="timeout"/>.</summary>
    /// <returns>Lines lost in stopping, for the host to report; they are in <see cref="Dropped"/> too. 0 when stopped before.</returns>
    public async ValueTask<long> StopAsync(TimeSpan timeout)
    {
        _pending.Close();
        await _writer.StopAsync(timeout);
        return _pending.Abandon();
    }

    /// <summary><see cref="StopAsync"/> within <see cref="LogSinkOptions.StopTimeout"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_options.StopTimeout);
}
