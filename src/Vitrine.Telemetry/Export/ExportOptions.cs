namespace Vitrine.Telemetry.Export;

/// <summary>
/// What the user decided about export. What is null is decided by the <c>OTEL_*</c> variables, then by a default: traces go out as soon as
/// an endpoint is known, metrics and logs only when asked for by name, because both are already there to be scraped and read.
/// </summary>
public sealed record ExportOptions
{
    /// <summary>Switches all export off. Variable <c>OTEL_SDK_DISABLED</c>; default false.</summary>
    public bool? Disabled { get; init; }

    /// <summary>Resource attribute <c>service.name</c>. Variable <c>OTEL_SERVICE_NAME</c>; default: the telemetry's service name.</summary>
    public string? ServiceName { get; init; }

    /// <summary>Resource attribute <c>service.version</c>; default: the version of the entry assembly.</summary>
    public string? ServiceVersion { get; init; }

    /// <summary>Resource attribute <c>service.instance.id</c>; default: a random UUID per start.</summary>
    public string? ServiceInstanceId { get; init; }

    /// <summary>Where spans go. Variable <c>OTEL_TRACES_EXPORTER</c>; default <c>otlp</c> when an endpoint is configured, else <c>none</c>.</summary>
    public ExportTarget? Traces { get; init; }

    /// <summary>Where metrics go. Variable <c>OTEL_METRICS_EXPORTER</c>; default <c>otlp</c> when a metrics endpoint is configured, else <c>none</c>.</summary>
    public ExportTarget? Metrics { get; init; }

    /// <summary>Where log records go. Variable <c>OTEL_LOGS_EXPORTER</c>; default <c>otlp</c> when a logs endpoint is configured, else <c>none</c>.</summary>
    public ExportTarget? Logs { get; init; }

    /// <summary>The collector's base address. Variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; default <c>http://localhost:4317</c>, or 4318 for HTTP.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Variable <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>; default <c>http/protobuf</c> for an endpoint at port 4318, else <c>grpc</c>.</summary>
    public OtlpTransport? Transport { get; init; }

    /// <summary>The share of new traces that is sampled, 0 to 1; a caller's decision is respected. Variables <c>OTEL_TRACES_SAMPLER</c> and <c>_ARG</c>; default 1.</summary>
    public double? SampleRatio { get; init; }

    /// <summary>How often metrics are sent. Variable <c>OTEL_METRIC_EXPORT_INTERVAL</c>; default 60 s.</summary>
    public TimeSpan? MetricInterval { get; init; }

    /// <summary>The pack whose metrics are sent; default <c>otel</c> when the service has it, else the first.</summary>
    public string? MetricPack { get; init; }

    /// <summary>How long the end of the service may wait for what is still queued. Default 3 s, inside the 5 s a role has to stop.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(3);
}
