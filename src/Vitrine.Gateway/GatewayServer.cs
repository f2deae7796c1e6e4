using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Hosting;
using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Queueing;
using Vitrine.Profiling;
using Vitrine.Profiling.Live;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway;

/// <summary>
/// A running gateway. The way of a request: <c>http</c> scope, <see cref="GatewayPipeline"/>, and in it one folder per stage: parsing, guarding,
/// routing, queueing, scheduling, forwarding, responding.
/// </summary>
public sealed class GatewayServer : RoleServer
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "kthena";

    private GatewayServer(WebApplication app)
        : base(app)
    {
    }

    /// <summary>Serves until the token fires or the process is told to stop, then drains.</summary>
    /// <exception cref="ServerException">An option is wrong, or a document cannot be read.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(GatewayOptions options, CancellationToken stop = default)
    {
        await using var gateway = await StartAsync(options, stop);
        await gateway.ServeAsync(stop);
    }

    /// <summary>Starts a gateway. It listens when this returns; readiness waits for the first look at the pods.</summary>
    /// <exception cref="ServerException">An option is wrong, or a document cannot be read.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<GatewayServer> StartAsync(GatewayOptions options, CancellationToken cancellationToken = default)
    {
        ServerException.ThrowIfAny(GatewayValidator.Validate(options));
        try
        {
            return await StartAsync(new GatewayServer(Build(options)), cancellationToken);
        }
        catch (Exception e) when (e is DocumentException or IOException or UnauthorizedAccessException)
        {
            throw new ServerException(e.Message, e);
        }
    }

    private static WebApplication Build(GatewayOptions options)
    {
        var app = Compose("gateway", options, Configure, AddServices);
        var fleet = app.Services.GetRequiredService<FleetState>();
        app.Services.GetRequiredService<ITelemetry>().DescribeFleet(fleet, app.Services.GetRequiredService<ConfigState>());
        app.Services.GetRequiredService<ITelemetry>().AddKnown(HttpFacts.Path, new KnownValues("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses", "/v1/models"));
        app.UseVitrine();
        if (options.Auth is not null) app.UseMiddleware<TokenMiddleware>();
        var pipeline = app.Services.GetRequiredService<GatewayPipeline>();
        app.UseKnownOperations(pipeline);
        app.UseRouting();
        app.MapVitrineHealth(GatewayProbes.OfRouter);
        app.MapVitrineHealth(GatewayProbes.OfModelServer);
        app.MapModelList(fleet);
        app.Map(GatewayRoutes.Template, pipeline.RunAsync);
        return app;
    }

    private static void Configure(VitrineOptions telemetry, GatewayOptions options)
    {
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. GatewayKindsDriven.All];
        // They would report every call's begin and end, and every turn of a connection between idle and busy; the packs count calls and their times from the attempts.
        if (telemetry.Meters is { } meters) telemetry.Meters = meters with { Exclude = [.. meters.Exclude, "System.Net.Http/http.client.active_requests", "System.Net.Http/http.client.open_connections"] };
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options)
    {
        services.AddFleet(new FleetOptions { Folder = options.ObjectsFolder, Upstreams = options.Upstreams });
        services.AddStages(options);
        services.AddHealthChecks()
            .AddCheck<RoutesCheck>(RoutesCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag])
            .AddCheck<FirstPollCheck>(FirstPollCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
        services.AddVitrineProfiling(options.Profiling);
        if (options.Fairness.IsEnabled) services.AddLiveChart(QueueChart);
    }

    private static LiveChart QueueChart(IServiceProvider services) => new("queue", "Fairness Queue", "")
    {
        Info = "Requests that wait for their turn, for all models together.",
        Series = [new LiveSeries("waiting", () => services.GetRequiredService<QueueStage>().Waiting)],
    };
}
