using OpenTelemetry;
using OpenTelemetry.Logs;

namespace Vitrine.Telemetry.Export;

/// <summary>The SDK's batch of log records behind an <see cref="Admission"/>.</summary>
internal sealed class RecordQueue(BaseExporter<LogRecord> exporter, BatchSettings batch, Admission admission) : BatchLogRecordExportProcessor(
    exporter, batch.QueueSize + batch.BatchSize, (int)batch.Delay.TotalMilliseconds, (int)batch.Timeout.TotalMilliseconds, batch.BatchSize)
{
    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        if (admission.TryEnter()) base.OnEnd(data);
    }
}
