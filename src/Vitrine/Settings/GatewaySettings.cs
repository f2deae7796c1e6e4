namespace Vitrine.Settings;

/// <summary>The settings of the gateway. Variables and YAML blocks in the spelling of spec/kthena.md and of the router it describes are accepted as they stand.</summary>
internal static class GatewaySettings
{
    private const string Section = "gateway";

    public static readonly Setting<HostPort> ApiHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), 8080))
    {
        Section = Section,
        Key = "api-host",
        Description = "Address of the OpenAI API",
        DefaultText = "localhost:8080",
    };

    public static readonly Setting<int> MetricsPort = new(ValueKinds.Integer(0, 65535), 15000)
    {
        Section = Section,
        Key = "metrics-port",
        DocumentPath = "observability.metrics.port",
        Description = "Port of metrics and /debug, where --debug-host names none",
    };

    public static readonly Setting<HostPort> DebugHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), settings.Get(MetricsPort)))
    {
        Section = Section,
        Key = "debug-host",
        Description = "Address of metrics, config dumps and /debug",
        DefaultText = "localhost:15000",
    };

    public static readonly Setting<string> MetricsPath = new(ValueKinds.Text, "/metrics")
    {
        Section = Section,
        Key = "metrics-path",
        DocumentPath = "observability.metrics.path",
        Description = "Path of the page of metrics",
    };

    public static readonly Setting<bool> MetricsEnabled = new(ValueKinds.Switch, true)
    {
        Section = Section,
        Key = "metrics-enabled",
        DocumentPath = "observability.metrics.enabled",
        Description = "Whether the page of metrics is served",
    };

    public static readonly Setting<IReadOnlyList<string>> Upstreams = new(ValueKinds.List, _ => [])
    {
        Section = Section,
        Key = "upstream",
        Description = "Model servers to stand in front of, without any YAML: http://host:port, or http://host:port;debug=http://host:port for one of the house's own; ;key-file=PATH or ;key-env=NAME behind it where a key is wanted",
        DefaultText = "under up the model server",
    };

    public static readonly Setting<string> Objects = new(ValueKinds.Path, "")
    {
        Section = Section,
        Key = "objects",
        Description = "Folder of ModelRoute and ModelServer documents, reloaded when it changes",
    };

    public static readonly Setting<bool> AccessLogEnabled = new(ValueKinds.Switch, true)
    {
        Section = Section,
        Key = "access-log-enabled",
        Aliases = ["ACCESS_LOG_ENABLED"],
        DocumentPath = "accessLogger.enabled",
        Description = "Whether requests are logged",
    };

    public static readonly Setting<string> AccessLogFormat = new(ValueKinds.Choice("json", "text"), "json")
    {
        Section = Section,
        Key = "access-log-format",
        Aliases = ["ACCESS_LOG_FORMAT"],
        DocumentPath = "accessLogger.format",
        Description = "Form of an access line",
    };

    public static readonly Setting<string> AccessLogOutput = new(ValueKinds.Text, "stdout")
    {
        Section = Section,
        Key = "access-log-output",
        Aliases = ["ACCESS_LOG_OUTPUT"],
        DocumentPath = "accessLogger.output",
        Description = "Where access lines go: stdout, stderr or a file, which is rotated and reopened on SIGHUP",
    };

    public static readonly Setting<int> MaxBodyMegabytes = new(ValueKinds.Integer(1, 1024), 32) { Section = Section, Key = "max-body-mb", Description = "Largest request that is read, in MiB; a larger one is answered with 413" };

    public static readonly Setting<int> MaxConcurrent = new(ValueKinds.Integer(0, 1_000_000), 1024) { Section = Section, Key = "max-concurrent", Description = "Requests in the gateway at once before one is refused with 429; 0 for no limit" };

    public static readonly Setting<TimeSpan> ConnectTimeout = new(ValueKinds.Duration, TimeSpan.FromSeconds(5)) { Section = Section, Key = "connect-timeout", Description = "Time for a connection to a pod; then another pod is tried" };

    public static readonly Setting<TimeSpan> FirstByteTimeout = new(ValueKinds.Duration, TimeSpan.FromMinutes(5)) { Section = Section, Key = "first-byte-timeout", Description = "Time until a pod answers, where its ModelServer names none; then 504" };

    public static readonly Setting<TimeSpan> IdleTimeout = new(ValueKinds.Duration, TimeSpan.FromMinutes(2)) { Section = Section, Key = "idle-timeout", Description = "Time without a byte of a pod's answer before it is given up" };

    public static readonly Setting<TimeSpan> ClientTimeout = new(ValueKinds.Duration, TimeSpan.FromMinutes(1)) { Section = Section, Key = "client-timeout", Description = "Time in which a client may take nothing of its answer before it is cut" };

    public static readonly Setting<TimeSpan> ScrapeInterval = new(ValueKinds.Duration, TimeSpan.FromSeconds(1))
    {
        Section = Section,
        Key = "scrape-interval",
        Aliases = ["METRICS_SCRAPE_INTERVAL"],
        Description = "Time between two looks at each pod's metrics",
    };

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
