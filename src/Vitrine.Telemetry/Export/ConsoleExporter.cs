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
        var delivered = false;
        try
        {
            foreach (var item in batch) write(writer, item);
            delivered = true;
        }
        catch (IOException)
        {
            // Nobody reads standard error any longer. This thread belongs to the SDK: what is thrown here would end the process.
        }

        admission?.Arrive(items, delivered);
        return delivered ? ExportResult.Success : ExportResult.Failure;
    }
}
