namespace Vitrine.Telemetry.Export;

/// <summary>Where a signal goes, in the words of <c>OTEL_*_EXPORTER</c>.</summary>
public enum ExportTarget
{
    /// <summary>Nowhere: metrics are still scraped, the log is still written, trace ids still exist.</summary>
    None,

    /// <summary>To an OTLP collector.</summary>
    Otlp,

    /// <summary>To standard error, for a look by eye.</summary>
    Console,
}
