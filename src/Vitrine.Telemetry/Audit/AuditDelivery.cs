using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Audit.Outbox;
using Vitrine.Telemetry.Audit.Shipping;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Telemetry.Audit;

/// <summary>
/// The way of audit entries: projection, queue in memory, outbox on disk, ledger. Whoever writes an entry copies its bytes into the queue and goes on;
/// a thread of its own writes them to disk, a task of its own brings them to the ledger. Neither a slow disk nor a dead ledger reaches a request.
/// </summary>
internal sealed class AuditDelivery : ILineOutput, IAsyncDisposable
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_farewell = TimeSpan.FromMilliseconds(500);

    private readonly OutboxFolder _folder;
    private readonly OutboxWriter _writer;
    private readonly OutboxReader _reader;
    private readonly LogSink _queue;
    private readonly AuditShipper _shipper;
    private readonly HttpMessageInvoker _http;
    private readonly RejectedEntries _rejected;
    private readonly CancellationTokenSource _stop = new();
    private Task _shipping = Task.CompletedTask;
    private bool _isOver;

    /// <summary>Opens the outbox. Entries are kept from now on, and sent from <see cref="Start"/> on.</summary>
    /// <exception cref="Hosting.ServerException">The folder cannot be used, or another process uses it.</exception>
    public AuditDelivery(AuditOptions options, string service, TimeProvider clock, IMeterFactory meters)
    {
        Losses = new AuditLosses(service, clock, failure => Report?.Invoke("audit outbox", failure));
        _folder = new OutboxFolder(options.Folder);
        _writer = new OutboxWriter(_folder, options.MaxBytes, Losses);
        _reader = new OutboxReader(_folder, _writer, Losses);
        // Every write ends with an fsync and wakes the shipper, so a busy service gathers for the whole of its latency.
        _queue = new LogSink(new LogSinkOptions { Destination = "audit outbox", BatchBytes = OutboxWriter.MostWriteBytes }, _writer);
        Losses.Dropped = () => _queue.Dropped;
        _rejected = new RejectedEntries(_folder, options.MaxBytes, Losses);
        _http = UpstreamHttp.Create(meters, s_connectTimeout);
        _shipper = new AuditShipper(_reader, new LedgerClient(_http, options, clock), _rejected, clock, failure => Report?.Invoke("audit delivery", failure));
        _writer.Written += _shipper.Wake;
    }

    /// <summary>Is told what goes wrong, and in which part.</summary>
    public Action<string, Exception>? Report { get; set; }

    /// <summary>Entries that could not be kept.</summary>
    public AuditLosses Losses { get; }

    /// <summary>Bytes on disk that the ledger has not taken.</summary>
    public long Backlog => _reader.Backlog;

    /// <summary>Entries that it took.</summary>
    public long Sent => _shipper.Sent;

    /// <summary>Entries that it refused.</summary>
    public long Rejected => _rejected.Count;

    /// <summary>When it last took something; null when it never did.</summary>
    public DateTimeOffset? LastSent => _shipper.LastSent;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> line) => _queue.TryWrite(line);

    /// <summary>Begins to send.</summary>
    public void Start() => _shipping = Task.Run(() => _shipper.RunAsync(_stop.Token));

    /// <summary>Waits until the entries written so far are on disk.</summary>
    /// <returns>False when that took longer than <paramref name="timeout"/>.</returns>
    public bool Flush(TimeSpan timeout) => _queue.Flush(timeout);

    /// <summary>Writes what is pending to disk, tells what was lost, and sends what the ledger takes at once; the rest waits on disk for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        // Once by the host, when the last request is over, and once more by its container.
        if (Interlocked.Exchange(ref _isOver, true)) return;
        await _queue.StopAsync(s_stopTimeout);
        _writer.TellLosses();
        _shipper.End();
        await _shipping.WaitAsync(s_farewell).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
        await _shipping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writer.Dispose();
        _http.Dispose();
        _folder.Dispose();
        _stop.Dispose();
    }
}
