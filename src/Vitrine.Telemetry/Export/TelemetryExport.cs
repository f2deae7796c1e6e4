using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Traces;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Export;

/// <summary>
/// Everything that leaves one service by itself: spans, metrics and log records, each to a collector, to standard error, or nowhere. It
/// runs beside the service and never holds it up: no collector, a slow one or one that refuses cost counted losses and nothing else.
/// </summary>
public sealed class TelemetryExport : IAsyncDisposable
{
    private readonly OtlpConnection _connection = new();
    private readonly List<ISignalExport> _signals = [];
    private readonly TraceIdentity? _identity;
    private readonly Lock _gate = new();
    private Task<long>? _stopped;

    private TelemetryExport(VitrineTelemetry telemetry, ExportSettings settings)
    {
        Settings = settings;
        if (settings.Traces.Target == ExportTarget.None) _identity = TraceIdentity.Start(telemetry.ActivitySource);
        else _signals.Add(TraceExport.Start(telemetry.ActivitySource, settings, _connection, Drops));
        if (settings.Metrics.Target != ExportTarget.None && MetricExport.PackOf(telemetry, settings) is { } pack)
            _signals.Add(MetricExport.Start(telemetry, pack, settings, _connection, Drops));
        if (settings.Logs.Target == ExportTarget.None) return;
        var logs = LogExport.Start(telemetry, settings, _connection, Drops);
        _signals.Add(logs);
        LoggerProvider = logs.Provider;
    }

    /// <summary>What is exported where.</summary>
    public ExportSettings Settings { get; }

    /// <summary>What was lost so far.</summary>
    public ExportDrops Drops { get; } = new();

    /// <summary>Sends what loggers write, or null when log records are not exported. Add it to the service's logger factory.</summary>
    public ILoggerProvider? LoggerProvider { get; }

    /// <summary>Starts the export of a service; its losses become rows of <see cref="TelemetryKinds.Dropped"/>.</summary>
    public static TelemetryExport Start(VitrineTelemetry telemetry, ExportSettings settings)
    {
        var export = new TelemetryExport(telemetry, settings);
        telemetry.AddState(TelemetryKinds.Dropped, export.Drops.Read);
        return export;
    }

    /// <summary>Sends what waits, for <see cref="ExportSettings.ShutdownTimeout"/> at most, and ends. Later calls wait for the first.</summary>
    /// <returns>How many items were lost at the end.</returns>
    public Task<long> StopAsync()
    {
        lock (_gate) return _stopped ??= StopAllAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Sends what waits. Blocks.</summary>
    internal bool Flush(TimeSpan timeout)
    {
        var done = true;
        foreach (var signal in _signals) done &= signal.Flush(timeout);
        return done;
    }

    private async Task<long> StopAllAsync()
    {
        var before = Drops.Total;
        // A stop blocks while the collector hangs: each signal has a thread, so that they share the bound instead of adding up.
        await Task.WhenAll(_signals.Select(signal => Task.Factory.StartNew(
            () => signal.Stop(Settings.ShutdownTimeout), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        _identity?.Dispose();
        _connection.Dispose();
        return Drops.Total - before;
    }
}
