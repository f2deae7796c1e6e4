using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Vitrine.Telemetry.Export;

/// <summary>Sends the metrics of one pack at an interval. The SDK reads them through the pack's published meter, so figures and labels are those of the page.</summary>
internal sealed class MetricExport : ISignalExport
{
    private readonly MeterProvider _provider;

    private MetricExport(MeterProvider provider) => _provider = provider;

    /// <inheritdoc/>
    public string Name => "metrics";

    /// <summary>Starts the export of <paramref name="pack"/>.</summary>
    public static MetricExport Start(VitrineTelemetry telemetry, string pack, ExportSettings settings, OtlpConnection connection, ExportDrops drops)
    {
        var meter = telemetry.PublishMeter(pack);
        BaseExporter<Metric> exporter = settings.Metrics.Target == ExportTarget.Otlp
            ? new OtlpSeriesExporter(connection.Options(settings.Metrics), drops)
            : new ConsoleExporter<Metric>(Console.Error, ConsoleLines.Series);
        var provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(SdkEnvironment.Hide)
            .SetResourceBuilder(ExportResource.Builder(settings))
            .AddMeter(meter.Name)
            // Another service of this process may publish the same pack under the same name.
            .AddView(instrument => ReferenceEquals(instrument.Meter, meter) ? null : MetricStreamConfiguration.Drop)
            .AddReader(new PeriodicExportingMetricReader(exporter, (int)settings.MetricInterval.TotalMilliseconds, (int)settings.Metrics.Timeout.TotalMilliseconds))
            .Build();
        return new MetricExport(provider);
    }

    /// <summary>The pack to send: the one asked for, else <c>otel</c>, else the first; null when the service has none.</summary>
    public static string? PackOf(VitrineTelemetry telemetry, ExportSettings settings) =>
        settings.MetricPack ?? telemetry.PackNames.FirstOrDefault(name => name is "otel") ?? telemetry.PackNames.FirstOrDefault();

    /// <inheritdoc/>
    public bool Flush(TimeSpan timeout) => _provider.ForceFlush((int)timeout.TotalMilliseconds);

    /// <inheritdoc/>
    public void Stop(TimeSpan timeout)
    {
        _provider.Shutdown((int)timeout.TotalMilliseconds);
        _provider.Dispose();
    }
}
