using System.Reflection;

namespace Vitrine.Telemetry.Export;

/// <summary>Resolves <see cref="ExportSettings"/>. The table in <c>docs/otel.md</c> says which variable acts on what.</summary>
internal sealed class ExportSettingsReader(ExportOptions options, OtelVariables variables)
{
    private const string Otlp = "OTEL_EXPORTER_OTLP_";
    private static readonly string[] s_targets = ["otlp", "none", "console"];
    private static readonly string[] s_transports = ["grpc", "http/protobuf"];
    private static readonly string[] s_compressions = ["gzip", "none"];

    public IReadOnlyList<string> Errors => variables.Errors;

    public ExportSettings Read(string serviceName)
    {
        var disabled = options.Disabled ?? variables.Flag("OTEL_SDK_DISABLED") ?? false;
        return new ExportSettings
        {
            Resource = Resource(serviceName),
            Traces = Signal("TRACES", options.Traces, disabled),
            Metrics = Signal("METRICS", options.Metrics, disabled),
            Logs = Signal("LOGS", options.Logs, disabled),
            Sampler = Sampler(),
            SpanBatch = Batch("OTEL_BSP_", TimeSpan.FromSeconds(5)),
            LogBatch = Batch("OTEL_BLRP_", TimeSpan.FromSeconds(1)),
            MetricInterval = options.MetricInterval ?? variables.Milliseconds("OTEL_METRIC_EXPORT_INTERVAL", 1) ?? TimeSpan.FromSeconds(60),
            MetricPack = options.MetricPack,
            ShutdownTimeout = options.ShutdownTimeout,
        };
    }

    private Dictionary<string, string> Resource(string serviceName)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["service.name"] = serviceName,
            ["service.instance.id"] = Guid.NewGuid().ToString(),
        };
        if (Assembly.GetEntryAssembly()?.GetName().Version is { } version) attributes["service.version"] = version.ToString(3);
        foreach (var (key, value) in variables.Pairs("OTEL_RESOURCE_ATTRIBUTES")) attributes[key] = value;
        Put("service.name", options.ServiceName ?? variables.Text("OTEL_SERVICE_NAME"));
        Put("service.version", options.ServiceVersion);
        Put("service.instance.id", options.ServiceInstanceId);
        return attributes;

        void Put(string key, string? value)
        {
            if (value is not null) attributes[key] = value;
        }
    }

    private SignalSettings Signal(string signal, ExportTarget? chosen, bool disabled)
    {
        var own = $"{Otlp}{signal}_";
        // A list such as "otlp,console" is in the specification too; the house sends a signal to one place.
        var target = chosen ?? variables.Choice($"OTEL_{signal}_EXPORTER", s_targets) switch
        {
            "otlp" => ExportTarget.Otlp,
            "console" => ExportTarget.Console,
            "none" => ExportTarget.None,
            _ => (ExportTarget?)null,
        };
        var ownAddress = variables.Address(own + "ENDPOINT");
        var address = options.Endpoint ?? variables.Address(Otlp + "ENDPOINT");
        var configured = ownAddress ?? (string.Equals(signal, "TRACES", StringComparison.Ordinal) ? address : null);
        var transport = Transport(own, options.Endpoint ?? ownAddress ?? address);
        return new SignalSettings(
            disabled ? ExportTarget.None : target ?? (configured is null ? ExportTarget.None : ExportTarget.Otlp),
            options.Endpoint is null && ownAddress is not null ? ownAddress : WithPath(address, transport, signal),
            transport,
            variables.Headers(own + "HEADERS") ?? variables.Headers(Otlp + "HEADERS"),
            variables.Milliseconds(own + "TIMEOUT", 1) ?? variables.Milliseconds(Otlp + "TIMEOUT", 1) ?? TimeSpan.FromSeconds(10),
            (variables.Choice(own + "COMPRESSION", s_compressions) ?? variables.Choice(Otlp + "COMPRESSION", s_compressions)) is "gzip");
    }

    private OtlpTransport Transport(string own, Uri? address)
    {
        const int httpPort = 4318;
        var named = variables.Choice(own + "PROTOCOL", s_transports) ?? variables.Choice(Otlp + "PROTOCOL", s_transports);
        if (options.Transport is { } chosen) return chosen;
        if (named is null) return address?.Port == httpPort ? OtlpTransport.HttpProtobuf : OtlpTransport.Grpc;
        return named is "grpc" ? OtlpTransport.Grpc : OtlpTransport.HttpProtobuf;
    }

    /// <summary>The base address is common to all signals; over HTTP each has its path below it.</summary>
    private static Uri WithPath(Uri? address, OtlpTransport transport, string signal)
    {
        if (transport == OtlpTransport.Grpc) return address ?? new Uri("http://localhost:4317");
        var start = (address ?? new Uri("http://localhost:4318")).AbsoluteUri.TrimEnd('/');
        return new Uri($"{start}/v1/{signal.ToLowerInvariant()}");
    }

    private SamplerSettings Sampler()
    {
        var name = variables.Choice("OTEL_TRACES_SAMPLER", SamplerSettings.Names);
        var ratio = variables.Ratio("OTEL_TRACES_SAMPLER_ARG") ?? 1;
        if (options.SampleRatio is { } chosen) return new SamplerSettings(chosen, FollowsParent: true);
        return SamplerSettings.Named(name ?? "parentbased_always_on", ratio);
    }

    private BatchSettings Batch(string prefix, TimeSpan delay)
    {
        var queue = variables.Integer(prefix + "MAX_QUEUE_SIZE", 1) ?? 2048;
        var batch = variables.Integer(prefix + "MAX_EXPORT_BATCH_SIZE", 1) ?? 512;
        return new BatchSettings(
            queue,
            Math.Min(batch, queue),
            variables.Milliseconds(prefix + "SCHEDULE_DELAY", 1) ?? delay,
            variables.Milliseconds(prefix + "EXPORT_TIMEOUT", 1) ?? TimeSpan.FromSeconds(30));
    }
}
