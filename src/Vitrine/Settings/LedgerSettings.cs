using Vitrine.Ledger.Files;
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
    private static readonly SettingSection s_section = new(Section);
    private static readonly RequestLimits s_limits = new();

    public static readonly Setting<HostPort> ApiHost = s_section.Listener("api-host", 9090, "Address of the API", variables: ["KMB_BIND_ADDRESS"], path: "server.bind_address");

    public static readonly Setting<HostPort> DebugHost = s_section.Listener("debug-host", 9090, "Address of metrics, health, /status and /debug; where it is the API's, one listener serves all", path: "telemetry.metrics_address");

    public static readonly Setting<int> NodeId = s_section.Of("node-id", ValueKinds.Integer(1, 255), 1, "This node of the cluster", variables: ["KMB_NODE_ID"], path: "server.node_id");

    public static readonly Setting<string> Engine = s_section.Of("engine", ValueKinds.Choice("file", "etcd"), "file", "What orders and keeps the log: files of this node alone, or an etcd that all nodes share");

    public static readonly Setting<IReadOnlyList<Uri>> EtcdEndpoints = s_section.Of("etcd-endpoints", ValueKinds.Urls, [], "Members of the etcd in the order of the node ids: node 1 has the first");

    public static readonly Setting<string> EtcdCa = s_section.Of("etcd-ca", ValueKinds.Path, "", "Certificates of the authorities that a member's certificate must come from (PEM); else those of the system");

    public static readonly Setting<string> EtcdCertificate = s_section.Of("etcd-cert", ValueKinds.Path, "", "Certificate that this node shows the members (PEM), where they ask for one");

    public static readonly Setting<string> EtcdKey = s_section.Of("etcd-key", ValueKinds.Path, "", "Its private key (PEM), unless the certificate's file holds it");

    public static readonly Setting<string> ClusterName = s_section.Of("cluster-name", ValueKinds.Text, "default", "What the cluster is called among those that share an etcd: part of every key there", path: "server.cluster_name");

    public static readonly Setting<bool> Standby = s_section.Of("standby", ValueKinds.Switch, false, "Whether this node of an etcd cluster follows and serves reads only; one whose member is a learner does so anyway");

    public static readonly Setting<long> EtcdBatch = s_section.Of("etcd-batch", ValueKinds.Size, 1024 * 1024, "Most that one transaction writes, and so the largest request of entries; half a MiB below etcd's --max-request-bytes");

    public static readonly Setting<long> SegmentSize = s_section.Of("segment-size", ValueKinds.Size, 64 * 1024 * 1024, "Size at which a file of the log gets a successor", path: "storage.segment_size");

    public static readonly Setting<long> SegmentReserve = s_section.Of("segment-reserve", ValueKinds.Size, new LogFilesOptions().ReservedBytes, "Room made ready behind the log's end, so that an fsync has only entries to write; 0 for none");

    public static readonly Setting<string> SyncMode = s_section.Of("sync-mode", ValueKinds.Choice("fsync", "async"), "fsync", "When an entry counts as written: after fsync, or at once, and lost with the machine's power", path: "storage.sync_mode");

    public static readonly Setting<string> AuditSigningKey = new(ValueKinds.Path, "")
    {
        Section = Section,
        Key = "audit-signing-key",
        Description = "Private key that heads of the audit trail are signed with (P-256, PEM), made where there is none; nodes of a cluster share one",
        DefaultText = "<data-dir>/ledger/audit-key.pem",
    };

    public static readonly Setting<string> TracingEnabled = s_section.Of("tracing-enabled", ValueKinds.Choice("auto", "true", "false"), "auto", "Whether spans are sent; auto leaves it to the OTEL_* variables", path: "telemetry.tracing_enabled");

    public static readonly Setting<Uri?> TracingEndpoint = new(ValueKinds.UrlOrNone, _ => null)
    {
        Section = Section,
        Key = "tracing-endpoint",
        DocumentPath = "telemetry.tracing_endpoint",
        Description = "Collector of spans (OTLP); Jaeger's own :14268/api/traces is read as :4318, with a warning",
        DefaultText = "http://localhost:4317",
    };

    public static readonly Setting<long> MaxBody = s_section.Of("max-body", ValueKinds.Size, s_limits.BodyBytes, "Longest body of a request; then 413");

    public static readonly Setting<long> MaxData = s_section.Of("max-data", ValueKinds.Size, s_limits.DataBytes, "Longest data of an entry, 16MiB at most; then 413");

    public static readonly Setting<int> MaxBatch = s_section.Of("max-batch", ValueKinds.Integer(1, 10_000), s_limits.EntriesPerBatch, "Entries of one request; then 413");

    public static readonly Setting<int> MaxRows = s_section.Of("max-rows", ValueKinds.Integer(1, 100_000), s_limits.RowsPerPage, "Rows of one answer");

    public static readonly Setting<TimeSpan> WriteTimeout = s_section.Of("write-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(10), "Time that a write gets to become durable; then 504");

    public static readonly Setting<TimeSpan> QueryTimeout = s_section.Of("query-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(5), "Time that a query waits for a projection to come to the position it asks for; then 503");

    public static readonly Setting<int> StalledBeyond = s_section.Of("stalled-beyond", ValueKinds.Integer(1, int.MaxValue), 1000, "Entries behind the log from which on a projection counts as stalled");

    public static readonly Setting<TimeSpan> DrainTimeout = s_section.Of("drain-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(3), "Time that running requests get to finish when the node stops");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
        [ApiHost, DebugHost, NodeId, Engine, EtcdEndpoints, EtcdCa, EtcdCertificate, EtcdKey, ClusterName, Standby, EtcdBatch, SegmentSize, SegmentReserve, SyncMode, AuditSigningKey, TracingEnabled, TracingEndpoint, MaxBody, MaxData, MaxBatch, MaxRows, WriteTimeout, QueryTimeout, StalledBeyond, DrainTimeout];

    /// <summary>The document's variables.</summary>
    public static DocumentVariables Variables { get; } = new(Prefix, All, "KMB_DATA_DIR", "KMB_LOG_LEVEL");
}
