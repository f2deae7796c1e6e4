using OpenTelemetry;

namespace Vitrine.Telemetry.Export;

/// <summary>Writes one line per item to a stream for people, <c>OTEL_*_EXPORTER=console</c>. Standard output belongs to the service's log, so it is standard error.</summary>
internal sealed class ConsoleExporter<T>(TextWriter writer, Action<TextWriter, T> write, Admission? admission = null) : BaseExporter<T> where T : class
{
    /// <inheritdoc/>
    public override ExportResult Export(in Batch<T> batch)
    {
        var items = batch.Count;
        admission?.Depart(items);
        foreach (var item in batch) write(writer, item);
        admission?.Arrive(items, delivered: true);
        return ExportResult.Success;
    }
}
