using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Vitrine.Ledger;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Requests;
using Vitrine.Settings;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Terminal;

namespace Vitrine.Roles;

/// <summary>Translates the settings of the ledger role into its options.</summary>
internal static class LedgerSetup
{
    private const int JaegerPort = 14268;
    private const int OtlpHttpPort = 4318;

    /// <summary>The options of a node.</summary>
    /// <exception cref="RoleStartException">A setting cannot be used.</exception>
    public static LedgerOptions OptionsOf(RoleContext context)
    {
        var settings = context.Settings;
        var keys = RoleSetup.KeysOf(settings);
        if (settings.Get(LedgerSettings.Engine) != "file") throw new RoleStartException($"{LedgerSettings.Engine.Flag}: etcd is not served by this build.");
        var maxBody = settings.Get(LedgerSettings.MaxBody);
        var (api, debug) = RoleSetup.ListenersOf(context, new ListenerLimits { MaxBodyBytes = maxBody }, keys, LedgerSettings.ApiHost, LedgerSettings.DebugHost);
        return new LedgerOptions
        {
            Api = api,
            Debug = debug,
            NodeId = settings.Get(LedgerSettings.NodeId),
            Folder = FolderOf(settings),
            AuditKey = settings.Get(LedgerSettings.AuditSigningKey) is { Length: > 0 } key ? key : null,
            MakeEngine = services => EngineOf(settings, services),
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
            Warnings = [.. WarningsOf(settings), .. LedgerSettings.Unread(context.Surroundings.Variables.Keys).Select(UnreadText)],
            // The token that the role is given stops it; the node must not listen to signals besides.
            IsSupervised = true,
            ConfigureTelemetry = telemetry => Configure(telemetry, settings, keys, context.Surroundings),
        };
    }

    private static string FolderOf(ResolvedSettings settings) => Path.Combine(settings.Get(SharedSettings.DataFolder), "ledger");

    private static ILogEngine EngineOf(ResolvedSettings settings, IServiceProvider services) => new FileLogEngine(
        new FolderDisk(Path.Combine(FolderOf(settings), "log")),
        new FileEngineOptions
        {
            NodeId = settings.Get(LedgerSettings.NodeId),
            Files = new LogFilesOptions { SegmentBytes = settings.Get(LedgerSettings.SegmentSize), Sync = settings.Get(LedgerSettings.SyncMode) == "async" ? SyncMode.Async : SyncMode.Fsync },
        },
        services.GetRequiredService<EngineTelemetry>(),
        services.GetRequiredService<TimeProvider>(),
        services.GetRequiredService<ILoggerFactory>().CreateLogger("Vitrine.Ledger.Storage"));

    private static void Configure(VitrineOptions telemetry, ResolvedSettings settings, ApiKeys? keys, Surroundings surroundings)
    {
        RoleSetup.Configure(telemetry, settings, keys, RoleSetup.LogOf(settings, surroundings, LedgerServer.DefaultPack));
        telemetry.Export = ExportOf(settings);
    }

    private static ExportOptions ExportOf(ResolvedSettings settings) => settings.Get(LedgerSettings.TracingEnabled) switch
    {
        "true" => new ExportOptions { Traces = ExportTarget.Otlp, Endpoint = settings.Get(LedgerSettings.TracingEndpoint) is { } endpoint ? CollectorOf(endpoint) : null },
        "false" => new ExportOptions { Traces = ExportTarget.None },
        _ => new ExportOptions { Endpoint = settings.Get(LedgerSettings.TracingEndpoint) is { } endpoint ? CollectorOf(endpoint) : null },
    };

    // Jaeger's own port speaks Thrift; the same Jaeger takes OTLP beside it.
    private static Uri CollectorOf(Uri endpoint) => IsJaeger(endpoint) ? new UriBuilder(endpoint) { Port = OtlpHttpPort, Path = "" }.Uri : endpoint;

    private static bool IsJaeger(Uri endpoint) => endpoint.Port == JaegerPort || endpoint.AbsolutePath.TrimEnd('/') == "/api/traces";

    private static IEnumerable<string> WarningsOf(ResolvedSettings settings)
    {
        if (settings.Get(LedgerSettings.TracingEndpoint) is { } endpoint && IsJaeger(endpoint)) yield return $"{endpoint} is Jaeger's own protocol: spans go to {CollectorOf(endpoint)} as OTLP over HTTP, which Jaeger takes too";
        if (settings.Get(LedgerSettings.SyncMode) == "async") yield return "sync_mode is async: entries are acknowledged before they are on the disk, and the machine's power takes the newest with it";
    }

    private static string UnreadText(string variable) => $"{variable} is set and nobody reads it. {Nearest.Suggest(variable, [.. LedgerSettings.DocumentVariables])}";
}
