namespace Vitrine.Settings;

/// <summary>The settings of the gateway. Variables and YAML blocks in the spelling of spec/kthena.md and of the router it describes are accepted as they stand.</summary>
internal static class GatewaySettings
{
    private const string Section = "gateway";
    private static readonly SettingSection s_section = new(Section);

    public static readonly Setting<HostPort> ApiHost = s_section.Listener("api-host", 8080, "Address of the OpenAI API");

    public static readonly Setting<int> MetricsPort = s_section.Of("metrics-port", ValueKinds.Integer(0, 65535), 15000, "Port of metrics and /debug, where --debug-host names none", path: "observability.metrics.port");

    public static readonly Setting<HostPort> DebugHost = s_section.Listener("debug-host", MetricsPort, "Address of metrics, config dumps and /debug");

    public static readonly Setting<string> MetricsPath = s_section.Of("metrics-path", ValueKinds.Text, "/metrics", "Path of the page of metrics", path: "observability.metrics.path");

    public static readonly Setting<bool> MetricsEnabled = s_section.Of("metrics-enabled", ValueKinds.Switch, true, "Whether the page of metrics is served", path: "observability.metrics.enabled");

    public static readonly Setting<IReadOnlyList<string>> Upstreams = new(ValueKinds.List, _ => [])
    {
        Section = Section,
        Key = "upstream",
        Description = "Model servers to stand in front of, without any YAML: http://host:port, or http://host:port;debug=http://host:port for one of the house's own; ;key-file=PATH or ;key-env=NAME behind it where a key is wanted",
        DefaultText = "under up the model server",
    };

    public static readonly Setting<string> Objects = s_section.Of("objects", ValueKinds.Path, "", "Folder of ModelRoute and ModelServer documents, reloaded when it changes");

    public static readonly Setting<bool> AccessLogEnabled = s_section.Of("access-log-enabled", ValueKinds.Switch, true, "Whether requests are logged", variables: ["ACCESS_LOG_ENABLED"], path: "accessLogger.enabled");

    public static readonly Setting<string> AccessLogFormat = s_section.Of("access-log-format", ValueKinds.Choice("json", "text"), "json", "Form of an access line", variables: ["ACCESS_LOG_FORMAT"], path: "accessLogger.format");

    public static readonly Setting<string> AccessLogOutput = s_section.Of("access-log-output", ValueKinds.Text, "stdout", "Where access lines go: stdout, stderr or a file, which is rotated and reopened on SIGHUP", variables: ["ACCESS_LOG_OUTPUT"], path: "accessLogger.output");

    public static readonly Setting<int> MaxBodyMegabytes = s_section.Of("max-body-mb", ValueKinds.Integer(1, 1024), 32, "Largest request that is read, in MiB; a larger one is answered with 413");

    public static readonly Setting<int> MaxConcurrent = s_section.Of("max-concurrent", ValueKinds.Integer(0, 1_000_000), 1024, "Requests in the gateway at once before one is refused with 429; 0 for no limit");

    public static readonly Setting<TimeSpan> ConnectTimeout = s_section.Of("connect-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(5), "Time for a connection to a pod; then another pod is tried");

    public static readonly Setting<TimeSpan> FirstByteTimeout = s_section.Of("first-byte-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(5), "Time until a pod answers, where its ModelServer names none; then 504");

    public static readonly Setting<TimeSpan> IdleTimeout = s_section.Of("idle-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(2), "Time without a byte of a pod's answer before it is given up");

    public static readonly Setting<TimeSpan> ClientTimeout = s_section.Of("client-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(1), "Time in which a client may take nothing of its answer before it is cut");

    public static readonly Setting<TimeSpan> ScrapeInterval = s_section.Of("scrape-interval", ValueKinds.Duration, TimeSpan.FromSeconds(1), "Time between two looks at each pod's metrics", variables: ["METRICS_SCRAPE_INTERVAL"]);

    public static readonly Setting<TimeSpan> DrainTimeout = new(ValueKinds.Duration, settings => settings.Scope.IsUnderUp ? TimeSpan.FromSeconds(3) : TimeSpan.FromMinutes(5))
    {
        Section = Section,
        Key = "drain-timeout",
        Aliases = ["DRAIN_TIMEOUT"],
        Description = "Time that running answers get to finish when the gateway stops",
        DefaultText = "5m, under up 3s",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Upstreams, Objects, ApiHost, DebugHost, MetricsPort, MetricsPath, MetricsEnabled, AccessLogEnabled, AccessLogFormat, AccessLogOutput,
        MaxBodyMegabytes, MaxConcurrent, ConnectTimeout, FirstByteTimeout, IdleTimeout, ClientTimeout, ScrapeInterval, DrainTimeout,
        .. SchedulerSettings.All, .. FairnessSettings.All, .. CallerSettings.All,
    ];
}
