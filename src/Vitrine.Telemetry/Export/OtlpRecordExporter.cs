using System.Runtime.CompilerServices;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;

namespace Vitrine.Telemetry.Export;

/// <summary>The SDK's exporter of log records, with what it could not deliver counted.</summary>
/// <remarks>
/// The SDK's exporter of records is sealed, and it finds the resource through the provider that only the outermost exporter is introduced
/// to. So this one introduces it, through a setter that is not public in version 1.20.1; a test checks that the resource arrives.
/// </remarks>
internal sealed class OtlpRecordExporter(OtlpExporterOptions options, Admission admission) : BaseExporter<LogRecord>
{
    private readonly OtlpLogExporter _inner = new(options);

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<LogRecord> batch)
    {
        using var delivery = new Delivery(admission, batch.Count);
        if (_inner.ParentProvider is null) Introduction<LogRecord>.Introduce(_inner, ParentProvider);
        return delivery.Ended(_inner.Export(batch));
    }

    /// <inheritdoc/>
    protected override bool OnShutdown(int timeoutMilliseconds) => _inner.Shutdown(timeoutMilliseconds);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _inner.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Generic like the type it reaches into: the runtime refuses an accessor whose constraints are not the same.</summary>
    private static class Introduction<T> where T : class
    {
        [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ParentProvider")]
        public static extern void Introduce(BaseExporter<T> exporter, BaseProvider? provider);
    }
}
