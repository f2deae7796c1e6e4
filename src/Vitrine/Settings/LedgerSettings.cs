using Vitrine.Ledger.Requests;

namespace Vitrine.Settings;

/// <summary>
/// The settings of the ledger. The variables and the file of spec/kimberlite.md and its configuration guide act as they stand: <c>KMB_NODE_ID</c>,
/// <c>[telemetry] tracing_enabled</c> of a config.toml.
/// </summary>
internal static class LedgerSettings
{
    private const string Section = "ledger";
    private const string Prefix = "KMB_";
    private const int DocumentedPort = 9090;
    private static readonly RequestLimits s_limits = new();

    public static readonly Setting<HostPort> ApiHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), DocumentedPort))
    {
        Section = Section,
        Key = "api-host",
        Aliases = ["KMB_BIND_ADDRESS"],
        DocumentPath = "server.bind_address",
        Description = "Address of the API",
        DefaultText = "localhost:9090",
    };

    public static readonly Setting<HostPort> DebugHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), DocumentedPort))
    {
        Section = Section,
        Key = "debug-host",
        DocumentPath = "telemetry.metrics_address",
        Description = "Address of metrics, health, /status and /debug; where it is the API's, one listener serves all",
        DefaultText = "localhost:9090",
    };

    public static readonly Setting<int> NodeId = new(ValueKinds.Integer(1, 255), 1)
    {
        Section = Section,
        Key = "node-id",
        Aliases = ["KMB_NODE_ID"],
        DocumentPath = "server.node_id",
        Description = "This node of the cluster",
    };

    public static readonly Setting<string> Engine = new(ValueKinds.Choice("file", "etcd"), "file")
    {
        Section = Section,
        Key = "engine",
        Description = "What orders and keeps the log: files of this node alone, or an etcd that all nodes share",
    };

    public static readonly Setting<IReadOnlyList<Uri>> EtcdEndpoints = new(ValueKinds.Urls, _ => [])
    {
        Section = Section,
        Key = "etcd-endpoints",
        Description = "Members of the etcd in the order of the node ids: node 1 has the first",
    };

    public static readonly Setting<string> ClusterName = new(ValueKinds.Text, "default")
    {
        Section = Section,
        Key = "cluster-name",
        DocumentPath = "server.cluster_name",
        Description = "What the cluster is called among those that share an etcd: part of every key there",
    };

    public static readonly Setting<bool> Standby = new(ValueKinds.Switch, false)
    {
        Section = Section,
        Key = "standby",
        Description = "Whether this node of an etcd cluster follows and serves reads only; one whose member is a learner does so anyway",
    };

    public static readonly Setting<long> EtcdBatch = new(ValueKinds.Size, 1024 * 1024)
    {
        Section = Section,
        Key = "etcd-batch",
        Description = "Most that one transaction writes, and so the largest request of entries; half a MiB below etcd's --max-request-bytes",
    };

    public static readonly Setting<long> SegmentSize = new(ValueKinds.Size, 64 * 1024 * 1024)
    {
        Section = Section,
        Key = "segment-size",
        DocumentPath = "storage.segment_size",
        Description = "Size at which a file of the log gets a successor",
    };

    public static readonly Setting<string> SyncMode = new(ValueKinds.Choice("fsync", "async"), "fsync")
    {
        Section = Section,
        Key = "sync-mode",
        DocumentPath = "storage.sync_mode",
        Description = "When an entry counts as written: after fsync, or at once, and lost with the machine's power",
    };

    public static readonly Setting<string> AuditSigningKey = new(ValueKinds.Path, "")
    {
        Section = Section,
        Key = "audit-signing-key",
        Description = "Private key that heads of the audit trail are signed with (P-256, PEM), made where there is none; nodes of a cluster share one",
        DefaultText = "<data-dir>/ledger/audit-key.pem",
    };

    public static readonly Setting<string> TracingEnabled = new(ValueKinds.Choice("auto", "true", "false"), "auto")
    {
        Section = Section,
        Key = "tracing-enabled",
        DocumentPath = "telemetry.tracing_enabled",
        Description = "Whether spans are sent; auto leaves it to the OTEL_* variables",
    };

    public static readonly Setting<Uri?> TracingEndpoint = new(ValueKinds.UrlOrNone, _ => null)
    {
        Section = Section,
        Key = "tracing-endpoint",
        DocumentPath = "telemetry.tracing_endpoint",
        Description = "Collector of spans (OTLP); Jaeger's own :14268/api/traces is read as :4318, with a warning",
        DefaultText = "http://localhost:4317",
    };

    public static readonly Setting<long> MaxBody = new(ValueKinds.Size, s_limits.BodyBytes) { Section = Section, Key = "max-body", Description = "Longest body of a request; then 413" };

    public static readonly Setting<long> MaxData = new(ValueKinds.Size, s_limits.DataBytes) { Section = Section, Key = "max-data", Description = "Longest data of an entry, 16MiB at most; then 413" };

    public static readonly Setting<int> MaxBatch = new(ValueKinds.Integer(1, 10_000), s_limits.EntriesPerBatch) { Section = Section, Key = "max-batch", Description = "Entries of one request; then 413" };

    public static readonly Setting<int> MaxRows = new(ValueKinds.Integer(1, 100_000), s_limits.RowsPerPage) { Section = Section, Key = "max-rows", Description = "Rows of one answer" };

    public static readonly Setting<TimeSpan> WriteTimeout = new(ValueKinds.Duration, TimeSpan.FromSeconds(10)) { Section = Section, Key = "write-timeout", Description = "Time that a write gets to become durable; then 504" };

    public static readonly Setting<TimeSpan> QueryTimeout = new(ValueKinds.Duration, TimeSpan.FromSeconds(5)) { Section = Section, Key = "query-timeout", Description = "Time that a query waits for a projection to come to the position it asks for; then 503" };

    public static readonly Setting<int> StalledBeyond = new(ValueKinds.Integer(1, int.MaxValue), 1000) { Section = Section, Key = "stalled-beyond", Description = "Entries behind the log from which on a projection counts as stalled" };

    public static readonly Setting<TimeSpan> DrainTimeout = new(ValueKinds.Duration, TimeSpan.FromSeconds(3)) { Section = Section, Key = "drain-timeout", Description = "Time that running requests get to finish when the node stops" };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [ApiHost, DebugHost, NodeId, Engine, EtcdEndpoints, ClusterName, Standby, EtcdBatch, SegmentSize, SyncMode, AuditSigningKey, TracingEnabled, TracingEndpoint, MaxBody, MaxData, MaxBatch, MaxRows, WriteTimeout, QueryTimeout, StalledBeyond, DrainTimeout];

    /// <summary>The variables of the document's prefix that act here. Others of it are nobody's, which start-up says.</summary>
    public static IReadOnlySet<string> DocumentVariables { get; } =
        All.SelectMany(setting => setting.Aliases).Concat(["KMB_DATA_DIR", "KMB_LOG_LEVEL"]).ToHashSet(StringComparer.Ordinal);

    /// <summary>The variables of the document's prefix that nobody reads.</summary>
    public static IReadOnlyList<string> Unread(IEnumerable<string> variables) =>
        [.. variables.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !DocumentVariables.Contains(name)).Order(StringComparer.Ordinal)];
}
