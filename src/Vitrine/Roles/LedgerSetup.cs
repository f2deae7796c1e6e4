using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Ledger;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Requests;
using Vitrine.Settings;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the ledger role into its options.</summary>
internal static class LedgerSetup
{
    private const int JaegerPort = 14268;
    private const int OtlpHttpPort = 4318;

    /// <summary>The options of a node.</summary>
    /// <param name="context">The plan, the settings and the streams.</param>
    /// <param name="overDisk">What stands between the log and its folder; null for nothing. A campaign of faults does.</param>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static LedgerOptions OptionsOf(RoleContext context, Func<ILogDisk, ILogDisk>? overDisk = null)
    {
        var settings = context.Settings;
        var cluster = settings.Get(LedgerSettings.Engine) == "etcd" ? ClusterOf(settings) : null;
        var maxBody = settings.Get(LedgerSettings.MaxBody);
        var options = new LedgerOptions
        {
            NodeId = settings.Get(LedgerSettings.NodeId),
            Folder = FolderOf(settings),
            AuditKey = settings.Get(LedgerSettings.AuditSigningKey) is { Length: > 0 } key ? key : null,
            MakeEngine = services => EngineOf(settings, cluster, overDisk ?? (disk => disk), services),
            CanRepair = cluster is not null,
            Limits = new RequestLimits
            {
                BodyBytes = maxBody,
                DataBytes = (int)Math.Min(settings.Get(LedgerSettings.MaxData), int.MaxValue),
                EntriesPerBatch = settings.Get(LedgerSettings.MaxBatch),
                RowsPerPage = settings.Get(LedgerSettings.MaxRows),
            },
            WriteTimeout = settings.Get(LedgerSettings.WriteTimeout),
            QueryTimeout = settings.Get(LedgerSettings.QueryTimeout),
            StalledBeyond = settings.Get(LedgerSettings.StalledBeyond),
            DrainTimeout = settings.Get(LedgerSettings.DrainTimeout),
            Profiling = RoleSetup.ProfilingOf(settings),
            Warnings = [.. WarningsOf(settings), .. LedgerSettings.Variables.WarningsOf(context.Surroundings.Variables.Keys)],
        };
        return RoleSetup.Complete(options, context, LedgerServer.DefaultPack, new ListenerLimits { MaxBodyBytes = maxBody }, telemetry =>
        {
            telemetry.Export = ExportOf(settings);
            telemetry.Audit = RoleSetup.AuditOf(settings, context.Plan);
        });
    }

    private static string FolderOf(ResolvedSettings settings) => Path.Combine(settings.Get(SharedSettings.DataFolder), "ledger");

    /// <summary>The cluster that etcd keeps, and this node's place in it.</summary>
    private static EtcdConfig ClusterOf(ResolvedSettings settings)
    {
        var members = settings.Get(LedgerSettings.EtcdEndpoints);
        var node = settings.Get(LedgerSettings.NodeId);
        if (members.Count == 0) throw new RoleStartException($"{LedgerSettings.Engine.Flag} etcd wants {LedgerSettings.EtcdEndpoints.Flag}: the members in the order of the node ids, such as http://etcd1:2379,http://etcd2:2379,http://etcd3:2379.");
        if (node > members.Count) throw new RoleStartException($"{LedgerSettings.NodeId.Flag} {node}: {LedgerSettings.EtcdEndpoints.Flag} names {members.Count} members, and node i has the i-th.");
        return new EtcdConfig
        {
            NodeId = node,
            Members = members,
            Tls = TlsOf(settings, members),
            Cluster = settings.Get(LedgerSettings.ClusterName),
            IsStandby = settings.Get(LedgerSettings.Standby),
            BatchBytes = (int)Math.Min(settings.Get(LedgerSettings.EtcdBatch), int.MaxValue),
        };
    }

    private static UpstreamTls? TlsOf(ResolvedSettings settings, IReadOnlyList<Uri> members)
    {
        var (authority, certificate, key) = (settings.Get(LedgerSettings.EtcdCa), settings.Get(LedgerSettings.EtcdCertificate), settings.Get(LedgerSettings.EtcdKey));
        if (authority.Length + certificate.Length + key.Length == 0) return null;
        if (certificate.Length == 0 && key.Length > 0) throw new RoleStartException($"{LedgerSettings.EtcdKey.Flag} wants {LedgerSettings.EtcdCertificate.Flag}: the certificate that the key belongs to.");
        if (members.FirstOrDefault(member => member.Scheme != Uri.UriSchemeHttps) is { } plain) throw new RoleStartException($"{LedgerSettings.EtcdEndpoints.Flag}: {plain} is not https, so certificates would prove nothing there.");
        try
        {
            return new UpstreamTls
            {
                Authorities = authority.Length > 0 ? UpstreamTls.LoadAuthorities(authority) : null,
                Certificate = certificate.Length > 0 ? new TlsConfig { CertificatePath = certificate, KeyPath = key.Length > 0 ? key : null }.Load() : null,
            };
        }
        catch (InvalidOperationException e)
        {
            throw new RoleStartException(e.Message);
        }
    }

    private static ILogEngine EngineOf(ResolvedSettings settings, EtcdConfig? cluster, Func<ILogDisk, ILogDisk> overDisk, IServiceProvider services)
    {
        var disk = overDisk(new FolderDisk(Path.Combine(FolderOf(settings), "log")));
        var files = new LogFilesOptions
        {
            SegmentBytes = settings.Get(LedgerSettings.SegmentSize),
            ReservedBytes = settings.Get(LedgerSettings.SegmentReserve),
            Sync = settings.Get(LedgerSettings.SyncMode) == "async" ? SyncMode.Async : SyncMode.Fsync,
        };
        var telemetry = services.GetRequiredService<EngineTelemetry>();
        var time = services.GetRequiredService<TimeProvider>();
        var loggers = services.GetRequiredService<ILoggerFactory>();
        var storage = loggers.CreateLogger("Vitrine.Ledger.Storage");
        return cluster is null
            ? new FileLogEngine(disk, new FileEngineOptions { NodeId = settings.Get(LedgerSettings.NodeId), Files = files }, telemetry, time, storage)
            : new EtcdLogEngine(cluster, new LogFiles(disk, files, storage), telemetry, services.GetRequiredService<IMeterFactory>(), time, loggers.CreateLogger("Vitrine.Ledger.Consensus"));
    }

    /// <summary>The collector that somebody named for spans, or null.</summary>
    public static Uri? CollectorOf(ResolvedSettings settings) =>
        settings.Get(LedgerSettings.TracingEnabled) != "false" && settings.Get(LedgerSettings.TracingEndpoint) is { } endpoint ? CollectorOf(endpoint) : null;

    private static ExportOptions ExportOf(ResolvedSettings settings) => settings.Get(LedgerSettings.TracingEnabled) switch
    {
        "true" => new ExportOptions { Traces = ExportTarget.Otlp, Endpoint = CollectorOf(settings) },
        "false" => new ExportOptions { Traces = ExportTarget.None },
        _ => new ExportOptions { Endpoint = CollectorOf(settings) },
    };

    // Jaeger's own port speaks Thrift; the same Jaeger takes OTLP beside it.
    private static Uri CollectorOf(Uri endpoint) => IsJaeger(endpoint) ? new UriBuilder(endpoint) { Port = OtlpHttpPort, Path = "" }.Uri : endpoint;

    private static bool IsJaeger(Uri endpoint) => endpoint.Port == JaegerPort || endpoint.AbsolutePath.TrimEnd('/') == "/api/traces";

    private static IEnumerable<string> WarningsOf(ResolvedSettings settings)
    {
        if (settings.Get(LedgerSettings.TracingEndpoint) is { } endpoint && IsJaeger(endpoint)) yield return $"{endpoint} is Jaeger's own protocol: spans go to {CollectorOf(endpoint)} as OTLP over HTTP, which Jaeger takes too";
        if (settings.Get(LedgerSettings.SyncMode) == "async") yield return "sync_mode is async: entries are acknowledged before they are on the disk, and the machine's power takes the newest with it";
    }
}
