using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace Vitrine.Telemetry.Export;

/// <summary>The SDK's exporter of metrics, with the instruments it could not deliver counted; see <see cref="OtlpSpanExporter"/>.</summary>
internal sealed class OtlpSeriesExporter(OtlpExporterOptions options, ExportDrops drops) : OtlpMetricExporter(options)
{
    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> metrics)
    {
        var result = base.Export(metrics);
        if (result != ExportResult.Success) drops.Count(ExportDrops.Part.Metric, ExportDrops.Reason.ExportFailed, metrics.Count);
        return result;
    }
}
