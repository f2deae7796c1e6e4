using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Vitrine.Telemetry.Export;

namespace Vitrine.Telemetry.Traces;

/// <summary>Sends the spans of one service. It starts without a collector and delivers when one appears; what was lost meanwhile is counted.</summary>
internal sealed class TraceExport : ISignalExport
{
    private readonly TracerProvider _provider;
    private readonly Admission _admission;

    private TraceExport(TracerProvider provider, Admission admission) => (_provider, _admission) = (provider, admission);

    /// <inheritdoc/>
    public string Name => "spans";

    /// <summary>Listens to this source, and to no other: a provider that listens to a user's source would export what another one sampled out.</summary>
    public static TraceExport Start(ActivitySource source, ExportSettings settings, OtlpConnection connection, ExportDrops drops)
    {
        var admission = new Admission(settings.SpanBatch.QueueSize, drops, ExportDrops.Part.Span);
        BaseExporter<Activity> exporter = settings.Traces.Target == ExportTarget.Otlp
            ? new OtlpSpanExporter(connection.Options(settings.Traces), admission)
            : new ConsoleExporter<Activity>(Console.Error, ConsoleLines.Span, admission);
        var provider = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(SdkEnvironment.Hide)
            .SetResourceBuilder(ExportResource.Builder(settings))
            .SetSampler(settings.Sampler.Create())
            .AddSource(source.Name)
            .AddProcessor(new SpanQueue(exporter, settings.SpanBatch, admission))
            .Build();
        return new TraceExport(provider, admission);
    }

    /// <inheritdoc/>
    public bool Flush(TimeSpan timeout) => _provider.ForceFlush((int)timeout.TotalMilliseconds) & _admission.WaitForArrivals(timeout);

    /// <inheritdoc/>
    public void Stop(TimeSpan timeout)
    {
        _provider.Shutdown((int)timeout.TotalMilliseconds);
        _admission.Close();
        _provider.Dispose();
    }
}
