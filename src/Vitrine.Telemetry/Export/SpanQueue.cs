using System.Diagnostics;
using OpenTelemetry;

namespace Vitrine.Telemetry.Export;

/// <summary>The SDK's batch of spans behind an <see cref="Admission"/>.</summary>
internal sealed class SpanQueue(BaseExporter<Activity> exporter, BatchSettings batch, Admission admission) : BatchActivityExportProcessor(
    exporter, batch.QueueSize + batch.BatchSize, (int)batch.Delay.TotalMilliseconds, (int)batch.Timeout.TotalMilliseconds, batch.BatchSize)
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        if (data.Recorded && admission.TryEnter()) base.OnEnd(data);
    }
}
