using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Hosting;
using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Routing;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway;

/// <summary>
/// A running gateway. The way of a request: <c>http</c> scope, <see cref="GatewayPipeline"/>, and in it one folder per stage: parsing, guarding,
/// routing, queueing, scheduling, forwarding, responding.
/// </summary>
public sealed class GatewayServer : IAsyncDisposable
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "kthena";

    private readonly WebApplication _app;

    private GatewayServer(WebApplication app) => _app = app;

    /// <summary>The gateway's services, for whoever composes it: telemetry, the debug listener.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The addresses of the API, with real ports.</summary>
    public IReadOnlyCollection<string> Addresses => [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Serves until the token fires or the process is told to stop, then drains.</summary>
    /// <exception cref="GatewayException">An option is wrong, or a document cannot be read.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(GatewayOptions options, CancellationToken stop = default)
    {
        await using var gateway = await StartAsync(options, stop);
        using (stop.UnsafeRegister(static app => ((WebApplication)app!).Lifetime.StopApplication(), gateway._app)) await gateway._app.WaitForShutdownAsync(CancellationToken.None);
    }

    /// <summary>Starts a gateway. It listens when this returns; readiness waits for the first look at the pods.</summary>
    /// <exception cref="GatewayException">An option is wrong, or a document cannot be read.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<GatewayServer> StartAsync(GatewayOptions options, CancellationToken cancellationToken = default)
    {
        if (GatewayValidator.Validate(options) is { Count: > 0 } errors) throw new GatewayException(string.Join(Environment.NewLine, errors));
        try
        {
            return await StartAsync(new GatewayServer(Build(options)), cancellationToken);
        }
        catch (Exception e) when (e is DocumentException or IOException or UnauthorizedAccessException)
        {
            throw new GatewayException(e.Message, e);
        }
    }

    /// <summary>Stops in order: no new requests, answers end, connections close.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    /// <summary>Releases everything; stops first if nobody did.</summary>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<GatewayServer> StartAsync(GatewayServer gateway, CancellationToken cancellationToken)
    {
        try
        {
            await gateway._app.StartAsync(cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    private static WebApplication Build(GatewayOptions options)
    {
        var builder = VitrineHost.CreateBuilder(new VitrineHostOptions { ApplicationName = "gateway", Listeners = options.Api, IsSupervised = options.IsSupervised });
        builder.AddVitrine(telemetry => Configure(telemetry, options));
        // Answers end first, then connections are cut, then the host gives up waiting.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(1));
        builder.Services.AddSingleton(options).AddSingleton(options.Clock);
        builder.Services.AddFleet(new FleetOptions { Folder = options.ObjectsFolder, Upstreams = options.Upstreams });
        builder.Services.AddStages(options);
        builder.Services.AddHealthChecks()
            .AddCheck<RoutesCheck>(RoutesCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag])
            .AddCheck<FirstPollCheck>(FirstPollCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
        options.ConfigureServices?.Invoke(builder.Services);

        var app = builder.Build();
        var fleet = app.Services.GetRequiredService<FleetState>();
        app.Services.GetRequiredService<ITelemetry>().DescribeFleet(fleet, app.Services.GetRequiredService<ConfigState>());
        app.Services.GetRequiredService<ITelemetry>().AddKnown(HttpFacts.Path, new KnownValues("/v1/chat/completions", "/v1/completions", "/v1/embeddings", "/v1/responses", "/v1/models"));
        app.UseVitrine();
        if (options.Auth is not null) app.UseMiddleware<TokenMiddleware>();
        app.UseRouting();
        app.MapVitrineHealth(GatewayProbes.OfRouter);
        app.MapVitrineHealth(GatewayProbes.OfModelServer);
        app.MapModelList(fleet);
        var pipeline = app.Services.GetRequiredService<GatewayPipeline>();
        app.Map("/v1/{**path}", pipeline.RunAsync);
        return app;
    }

    private static void Configure(VitrineOptions telemetry, GatewayOptions options)
    {
        telemetry.ServiceName = "gateway";
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. GatewayKindsDriven.All];
        telemetry.Clock = options.Clock;
        telemetry.Log = new ServiceLogOptions();
        telemetry.Debug.Listener = options.Debug;
        telemetry.DrainTime = options.DrainTimeout;
        options.ConfigureTelemetry?.Invoke(telemetry);
    }
}
