using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace Vitrine.Telemetry.Export;

/// <summary>The SDK's exporter of spans, with what it could not deliver counted: the SDK itself tells only an event source.</summary>
/// <remarks>A subclass, because the SDK introduces the provider, and with it the resource, only to the outermost exporter.</remarks>
internal sealed class OtlpSpanExporter(OtlpExporterOptions options, Admission admission) : OtlpTraceExporter(options)
{
    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        using var delivery = new Delivery(admission, activityBatch.Count);
        return delivery.Ended(base.Export(activityBatch));
    }
}
