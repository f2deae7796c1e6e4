using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Vitrine.Telemetry.Export;

/// <summary>
/// Sends log records: those of loggers, and the lines of operations with their fields as attributes. Both go through the SDK's own
/// logging provider; its bridge interface for records that no logger wrote is not public in version 1.20.1.
/// </summary>
internal sealed class LogExport : ISignalExport
{
    private readonly ServiceProvider _services;
    private readonly RecordQueue _queue;
    private readonly Admission _admission;

    private LogExport(ServiceProvider services, RecordQueue queue, Admission admission)
    {
        (_services, _queue, _admission) = (services, queue, admission);
        Provider = services.GetServices<ILoggerProvider>().OfType<OpenTelemetryLoggerProvider>().Single();
    }

    /// <inheritdoc/>
    public string Name => "log records";

    /// <summary>The provider that sends what loggers write.</summary>
    public ILoggerProvider Provider { get; }

    /// <summary>Starts the export and, if the service has a pack, the records of its operations.</summary>
    public static LogExport Start(VitrineTelemetry telemetry, ExportSettings settings, OtlpConnection connection, ExportDrops drops)
    {
        var admission = new Admission(settings.LogBatch.QueueSize, drops, ExportDrops.Part.LogRecord);
        BaseExporter<LogRecord> exporter = settings.Logs.Target == ExportTarget.Otlp
            ? new OtlpRecordExporter(connection.Options(settings.Logs), admission)
            : new ConsoleExporter<LogRecord>(Console.Error, ConsoleLines.Record, admission);
        var queue = new RecordQueue(exporter, settings.LogBatch, admission);
        var services = new ServiceCollection();
        SdkEnvironment.Hide(services);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(ExportResource.Builder(settings)).AddProcessor(new OperationContext()).AddProcessor(queue);
        }));
        var export = new LogExport(services.BuildServiceProvider(), queue, admission);
        if (telemetry.Packs.Count > 0) telemetry.AddProjection(new OperationRecords(telemetry.Packs[0].Lines, telemetry.Options.Log, export.Provider));
        return export;
    }

    /// <inheritdoc/>
    public bool Flush(TimeSpan timeout) => _queue.ForceFlush((int)timeout.TotalMilliseconds) & _admission.WaitForArrivals(timeout);

    /// <inheritdoc/>
    public void Stop(TimeSpan timeout)
    {
        _queue.Shutdown((int)timeout.TotalMilliseconds);
        _admission.Close();
        _services.Dispose();
    }

    /// <summary>Gives a record of an operation the operation's time and span; the provider took those of the thread that wrote it.</summary>
    private sealed class OperationContext : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            if (data.Attributes is not OperationRecord operation) return;
            data.Timestamp = operation.Time.UtcDateTime;
            data.TraceId = operation.Span?.TraceId ?? default;
            data.SpanId = operation.Span?.SpanId ?? default;
            data.TraceFlags = operation.Span?.ActivityTraceFlags ?? ActivityTraceFlags.None;
        }
    }
}
