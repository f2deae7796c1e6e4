using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>What a service says of itself in <c>builder.AddVitrine(o => …)</c>.</summary>
public sealed class VitrineOptions
{
    private const string AuditPack = "audit";

    private IReadOnlyList<Pack>? _packs;

    /// <value>The service's name, OpenTelemetry <c>service.name</c>. The default is OTEL_SERVICE_NAME, then the application's name.</value>
    public string ServiceName { get; set; } = "";

    /// <value>The build shown on pages. The default is the version of the entry assembly.</value>
    public string ServiceVersion { get; set; } = ServiceBuild.Version;

    /// <value>Names of packs; the first names spans and log lines. The default is <c>otel</c>.</value>
    public IList<string> Packs { get; set; } = ["otel"];

    /// <value>Packs that are already at hand, shown after <see cref="Packs"/>.</value>
    public IList<Pack> LoadedPacks { get; } = [];

    /// <value>A folder of packs that adds to the embedded ones or stands in their place, or null.</value>
    public string? PackFolder { get; set; }

    /// <value>The kinds this service drives; <c>http</c> is always among them in a web application.</value>
    public IList<Kind> Kinds { get; set; } = [];

    /// <summary>Facts of the whole process, such as its node id.</summary>
    public ServiceResource Resource { get; set; } = ServiceResource.Empty;

    /// <value>
    /// How the service writes its log, in the first pack's shape; it then replaces other logging providers. The default is null: the
    /// service's own logging stays as it is, and lines are kept for <c>/debug/logs</c> alone.
    /// </value>
    public ServiceLogOptions? Log { get; set; }

    /// <value>Rotation, memory and latency of the log's destinations; the destination itself is <see cref="Log"/>'s.</value>
    public LogSinkOptions LogSink { get; set; } = new();

    /// <value>Labels that are folded for privacy unless named here.</value>
    public ISet<string> ExposedLabels { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <value>Finished roots kept for the debug page. The default is 1,000.</value>
    public int RecentOperations { get; set; } = 1000;

    /// <value>The clock. The default is the system's.</value>
    public TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>How requests become scopes.</summary>
    public HttpScopeOptions Http { get; } = new();

    /// <summary>The debug listener: <c>/metrics</c>, <c>/debug/*</c>.</summary>
    public DebugOptions Debug { get; } = new();

    /// <value>What goes out over OTLP, and where. What is null is decided by the <c>OTEL_*</c> variables; see <c>docs/otel.md</c>.</value>
    public Export.ExportOptions Export { get; set; } = new();

    /// <value>Which BCL meters of the process stand on the metrics page; null shows none. The default shows all beside the pack <c>otel</c>.</value>
    public Metrics.Meters.ForeignMeterOptions? Meters { get; set; } = new();

    /// <value>The ledger that hears who did what, with the rules of the pack <c>audit</c>; null keeps no audit trail. The default is null. See <c>docs/audit.md</c>.</value>
    public AuditOptions? Audit { get; set; }

    /// <summary>Keys that callers of the API must present; null lets everybody in. Health paths stay open.</summary>
    public Guards.ApiKeys? ApiKeys { get; set; }

    /// <summary>The effective settings for <c>/debug/config</c>: what applies, and where it came from.</summary>
    public IList<EffectiveSetting> Settings { get; } = [];

    /// <value>After this time of stopping, requests that still run are cut. The default is 3 s, inside <see cref="VitrineHost.StopDeadline"/>.</value>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The packs by name and those at hand, read once.</summary>
    internal IReadOnlyList<Pack> LoadPacks()
    {
        if (_packs is not null) return _packs;
        var store = new PackStore(PackFolder);
        Pack[] named = [.. Packs.Select(store.Load), .. LoadedPacks];
        // Its rules come last, so that those of the packs before it win; and a service without a trail shows nothing of it.
        return _packs = Audit is null || named.Any(pack => pack.Name == AuditPack) ? named : [.. named, store.Load(AuditPack)];
    }

    internal TelemetryOptions ToTelemetryOptions(ServiceLog log, AuditEntries? audit)
    {
        return new TelemetryOptions
        {
            ServiceName = ServiceName,
            Kinds = Audit is null ? [.. Kinds] : [.. Kinds, AuditKinds.Outbox],
            Audit = audit,
            Packs = LoadPacks(),
            Log = log,
            Resource = Resource,
            ExposedLabels = ExposedLabels.ToHashSet(StringComparer.Ordinal),
            RecentOperations = RecentOperations,
            Clock = Clock,
        };
    }
}
