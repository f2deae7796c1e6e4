using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Ledger.Audit.Requests;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Hosting;
using Vitrine.Ledger.Projections;
using Vitrine.Ledger.Requests;
using Vitrine.Ledger.Status;
using Vitrine.Profiling;
using Vitrine.Profiling.Live;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger;

/// <summary>
/// A running node of the ledger. The way of a write: <c>http</c> scope, <see cref="CallRunner"/> (gate, <c>write</c> scope), an endpoint of Requests/ (body, limits),
/// the kernel and the engine (order, durability, own copy), the projections, and back.
/// </summary>
public sealed class LedgerServer : RoleServer
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "kimberlite";

    private LedgerServer(WebApplication app)
        : base(app)
    {
    }

    /// <summary>Serves until the token fires or the process is told to stop, then lets requests end within the drain timeout.</summary>
    /// <exception cref="ServerException">An option is wrong, or the log cannot be recovered.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(LedgerOptions options, CancellationToken stop = default)
    {
        await using var server = await StartAsync(options, stop);
        await server.ServeAsync(stop);
        if (server.Services.GetRequiredService<EngineHost>().Failure is { } failure) throw new ServerException($"The log cannot be recovered: {failure.Message}", failure);
    }

    /// <summary>Starts a node. It listens when this returns; its log may still be recovering, as readiness says.</summary>
    /// <exception cref="ServerException">An option is wrong.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<LedgerServer> StartAsync(LedgerOptions options, CancellationToken cancellationToken = default)
    {
        ServerException.ThrowIfAny(LedgerValidator.Validate(options));
        return await StartAsync(new LedgerServer(Build(options)), cancellationToken);
    }

    private static WebApplication Build(LedgerOptions options)
    {
        var app = Compose("kimberlite", options, Configure, AddServices);
        app.Services.GetRequiredService<LedgerRows>().AddTo(app.Services.GetRequiredService<ITelemetry>());
        app.UseVitrine();
        app.UseVitrineRoutingRefusals("docs/ledger.md lists what there is.", (context, message) => ErrorWriter.Write(context, LedgerError.UnknownPath(message)), (context, message) => ErrorWriter.Write(context, LedgerError.UnknownMethod(message)));
        app.UseRouting();
        MapPages(app, options);
        app.Services.GetRequiredService<TenantEndpoints>().Map(app);
        app.Services.GetRequiredService<EntryEndpoints>().Map(app);
        app.Services.GetRequiredService<EntityEndpoints>().Map(app);
        app.Services.GetRequiredService<ProjectionEndpoints>().Map(app);
        app.Services.GetRequiredService<LogEndpoints>().Map(app);
        app.Services.GetRequiredService<AuditEndpoints>().Map(app);
        return app;
    }

    private static void AddServices(IServiceCollection services, LedgerOptions options)
    {
        services.AddVitrineProfiling(options.Profiling);
        services.AddSingleton<LedgerCharts>()
            .AddLiveChart(static provider => provider.GetRequiredService<LedgerCharts>().Entries).AddLiveChart(static provider => provider.GetRequiredService<LedgerCharts>().Lag);
        services.AddSingleton<EngineTelemetry>().AddSingleton(options.MakeEngine);
        // Stopped in the reverse order: requests end, then projections save, then the engine goes.
        services.AddHostedService<StartupLog>();
        services.AddSingleton<EngineHost>().AddHostedService(static provider => provider.GetRequiredService<EngineHost>());
        services.AddSingleton<CatalogueTable>().AddSingleton<IProjectionTable>(static provider => provider.GetRequiredService<CatalogueTable>());
        services.AddSingleton<EntitiesTable>().AddSingleton<IProjectionTable>(static provider => provider.GetRequiredService<EntitiesTable>());
        services.AddAudit(options);
        services.AddSingleton<ProjectionHost>().AddHostedService(static provider => provider.GetRequiredService<ProjectionHost>());
        services.AddSingleton<RequestGate>().AddHostedService(static provider => provider.GetRequiredService<RequestGate>());
        services.AddSingleton<CallRunner>().AddSingleton<Commands>().AddSingleton<ProjectionReads>().AddSingleton<LedgerRows>();
        services.AddSingleton<TenantEndpoints>().AddSingleton<EntryEndpoints>().AddSingleton<EntityEndpoints>().AddSingleton<ProjectionEndpoints>().AddSingleton<LogEndpoints>();
        services.AddSingleton<StatusPage>().AddSingleton<IDebugPages>(static provider => provider.GetRequiredService<StatusPage>());
        services.AddHealthChecks().AddCheck<ReplicaCheck>(ReplicaCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
    }

    /// <summary>The document's node has one listener for everything; where metrics have one of their own, the API's still tells how the node is.</summary>
    private static void MapPages(WebApplication app, LedgerOptions options)
    {
        if (options.Debug is null)
        {
            app.MapVitrineDebug("/");
            return;
        }

        app.MapVitrineHealth(Health());
        app.Services.GetRequiredService<StatusPage>().Map(app);
    }

    private static HealthEndpointOptions Health() => new() { LivenessPath = "/health/live", ReadinessPath = "/health/ready", LivenessEndsAtShutdown = true };

    private static void Configure(VitrineOptions telemetry, LedgerOptions options)
    {
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. LedgerKindsDriven.Of(options)];
        telemetry.Resource = ServiceResource.Empty.With(LedgerFacts.NodeId, options.NodeId);
        telemetry.Debug.Health = Health();
        telemetry.Http.WriteRefusal = ErrorWriter.WriteRefusalAsync;
        telemetry.Http.ExcludedPaths.Add(StatusPage.Path);
        // On the API's listener the pages that open no scope want its key all the same, as they do on one of their own.
        foreach (var path in (string[])["/", "/metrics", "/debug/*", StatusPage.Path]) telemetry.Http.GuardedPaths.Add(path);
    }
}
