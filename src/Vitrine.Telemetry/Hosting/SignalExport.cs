using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Metrics.Meters;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Runs what leaves the service by itself: spans, metrics and log records over OTLP, or only trace ids when nothing is exported; and takes
/// the host's meters onto the page. Started before the server and stopped after it, so that the last request still goes out.
/// </summary>
internal sealed class SignalExport(VitrineTelemetry telemetry, VitrineOptions options, ILoggerFactory loggers, IMeterFactory meterFactory) : IHostedService, IAsyncDisposable
{
    private TelemetryExport? _export;
    private ForeignMeters? _meters;

    /// <inheritdoc/>
    /// <exception cref="FormatException">A variable is not understood; the message names it and what is accepted.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var chosen = options.Export with
        {
            // The name was resolved when the service was described: what its code says beats the variable.
            ServiceName = options.Export.ServiceName ?? options.ServiceName,
            ServiceVersion = options.Export.ServiceVersion ?? options.ServiceVersion,
        };
        _export = TelemetryExport.Start(telemetry, ExportSettings.Read(chosen, options.ServiceName, Environment.GetEnvironmentVariable));
        if (_export.LoggerProvider is { } provider) loggers.AddProvider(provider);
        foreach (var pack in telemetry.PackNames) telemetry.PublishMeter(pack);
        if (options.Meters is { } meters) _meters = ForeignMeters.Start(telemetry, meters with { Factory = meters.Factory ?? meterFactory });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_export is not null) await _export.StopAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _meters?.Dispose();
    }
}
