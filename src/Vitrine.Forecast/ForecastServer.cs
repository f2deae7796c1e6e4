using System.Buffers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Forecast.Hosting;
using Vitrine.Forecast.Pipeline;
using Vitrine.Forecast.Responses;
using Vitrine.Profiling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Forecast;

/// <summary>
/// A running forecaster. The way of a request: <c>http</c> scope, guards (who calls, how often), <see cref="PredictEndpoint"/> (body and schema),
/// <see cref="PredictionService"/> (readiness, queue, model), and back.
/// </summary>
public sealed class ForecastServer : RoleServer
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "kronos";

    private ForecastServer(WebApplication app)
        : base(app)
    {
    }

    /// <summary>Serves until the token fires or the process is told to stop, then lets predictions end within the drain timeout.</summary>
    /// <exception cref="ServerException">An option is wrong, or the model cannot be loaded.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(ForecastOptions options, CancellationToken stop = default)
    {
        await using var server = await StartAsync(options, stop);
        await server.ServeAsync(stop);
        if (server.Services.GetRequiredService<ModelHost>().Failure is { } failure) throw new ServerException($"The model cannot be loaded: {failure.Message}", failure);
    }

    /// <summary>Starts a forecaster. It listens when this returns; the model may still be loading, as readiness says.</summary>
    /// <exception cref="ServerException">An option is wrong.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<ForecastServer> StartAsync(ForecastOptions options, CancellationToken cancellationToken = default)
    {
        ServerException.ThrowIfAny(ForecastValidator.Validate(options));
        return await StartAsync(new ForecastServer(Build(options)), cancellationToken);
    }

    private static WebApplication Build(ForecastOptions options)
    {
        var app = Compose("kronos-api", options, Configure, AddServices);
        var model = app.Services.GetRequiredService<ModelHost>();
        app.Services.GetRequiredService<ITelemetry>().AddState(Telemetry.Vocabulary.ModelKinds.Offered, model.ReadRow);
        app.UseVitrine();
        app.UseVitrineCallerGuard(GuardOf(options));
        app.UseVitrineRoutingRefusals($"{ServicePages.OpenApi} lists what there is.", (context, message) => ErrorWriter.Write(context, ForecastError.NotFound(message)), (context, message) => ErrorWriter.Write(context, ForecastError.MethodNotAllowed(message)));
        app.UseRouting();
        app.MapProbes(model, options);
        if (options.MetricsEnabled) app.MapVitrineMetrics("/v1/metrics");
        app.MapDetailedHealth(model, options);
        app.MapServicePages(options);
        var predict = app.Services.GetRequiredService<PredictEndpoint>();
        app.MapPost(PredictEndpoint.Single, context => predict.AnswerAsync(context, isBatch: false));
        app.MapPost(PredictEndpoint.Batch, context => predict.AnswerAsync(context, isBatch: true));
        return app;
    }

    private static void Configure(VitrineOptions telemetry, ForecastOptions options)
    {
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. ForecastKindsDriven.All];
        telemetry.Http.WriteRefusal = ErrorWriter.WriteRefusalAsync;
    }

    private static void AddServices(IServiceCollection services, ForecastOptions options)
    {
        services.AddVitrineProfiling(options.Profiling);
        // Bodies come with one read or two, and are parsed where the socket was found readable, without a hand-over. Nothing here blocks; models work on
        // threads of their own. A connection that waits holds no block.
        services.AddSingleton<IMemoryPoolFactory<byte>, LargeReads>();
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        services.AddHostedService<StartupLog>();
        services.AddSingleton<ModelHost>().AddHostedService(static provider => provider.GetRequiredService<ModelHost>());
        services.AddSingleton<InferenceQueue>().AddSingleton<PredictionService>().AddSingleton<PredictEndpoint>();
        services.AddHealthChecks().AddCheck<ModelCheck>(ModelCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
    }

    private static CallerGuardOptions GuardOf(ForecastOptions options) => new()
    {
        AllowedCallers = options.AllowedCallers,
        TrustedProxies = options.TrustedProxies,
        RequestsPerWindow = options.RequestsPerMinute,
        LimitedPaths = [PredictEndpoint.Single, PredictEndpoint.Batch],
        NotAllowed = new Refusal(StatusCodes.Status403Forbidden, "allow_list", "Container not whitelisted"),
        NotBelieved = new Refusal(StatusCodes.Status403Forbidden, "caller_header", "This peer may not name a container"),
    };
}
