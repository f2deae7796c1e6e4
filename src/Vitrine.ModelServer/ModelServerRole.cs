using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.ModelServer.Answers;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Chat;
using Vitrine.ModelServer.Completions;
using Vitrine.ModelServer.Embeddings;
using Vitrine.ModelServer.Hosting;
using Vitrine.ModelServer.Inferences;
using Vitrine.ModelServer.Models;
using Vitrine.ModelServer.Rerank;
using Vitrine.ModelServer.Tokenize;
using Vitrine.Profiling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer;

/// <summary>
/// A running model server. The way of a request: response headers, <c>http</c> scope, routing, <see cref="AnswerEndpoint"/>,
/// <see cref="AnswerService"/> (model, prompt, queue), <see cref="AnswerRun"/> (engine to sink), and back.
/// </summary>
public sealed class ModelServerRole : RoleServer
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "kronk";

    private ModelServerRole(WebApplication app)
        : base(app)
    {
    }

    /// <summary>The id under which clients ask for the model in a file.</summary>
    public static string NameOf(string path) => ModelName.Of(path);

    /// <summary>Serves until the token fires or the process is told to stop, then stops in order within the shutdown timeout and a second.</summary>
    /// <exception cref="ServerException">An option is wrong, or the model cannot be loaded.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(ModelServerOptions options, CancellationToken stop = default)
    {
        await using var role = await StartAsync(options, stop);
        await role.ServeAsync(stop);
        if (role.Services.GetRequiredService<PoolHost>().Failure is { Error: { } error } failure)
            throw new ServerException($"The model '{options.ModelPath}' cannot be loaded: {error.Detail ?? error.Message}", failure.Cause);
    }

    /// <summary>Starts a server. It listens when this returns; the model may still be loading, as readiness says.</summary>
    /// <exception cref="ServerException">An option is wrong.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<ModelServerRole> StartAsync(ModelServerOptions options, CancellationToken cancellationToken = default)
    {
        ServerException.ThrowIfAny(ModelServerValidator.Validate(options));
        return await StartAsync(new ModelServerRole(Build(options)), cancellationToken);
    }

    private static WebApplication Build(ModelServerOptions options)
    {
        var app = Compose("kronk", options, Configure, AddServices);
        // Made now, so that it hears of the stop before anybody was served.
        app.Services.GetRequiredService<StopGate>();
        var spine = app.Services.GetRequiredService<ITelemetry>();
        app.Services.GetRequiredService<PoolRows>().AddTo(spine);
        spine.AddKnown(GenAiFacts.RequestModel, app.Services.GetRequiredService<ModelCatalog>().Known);
        app.UseMiddleware<ResponseHeadersMiddleware>();
        app.UseVitrine();
        app.UseVitrineRoutingRefusals(
            "The API is POST /v1/chat/completions, /v1/completions, /v1/embeddings, /v1/rerank, /v1/tokenize and GET /v1/models.",
            (context, message) => ApiErrorWriter.Write(context, new ApiError(ErrorCode.NotFound, message)),
            (context, message) => ApiErrorWriter.Write(context, new ApiError(ErrorCode.MethodNotAllowed, message)));
        app.UseRouting();
        app.MapVitrineHealth(ProbeBodies.Options);
        app.MapModels(options);
        app.MapChat(options);
        app.MapCompletions(options);
        app.MapEmbeddings(options);
        app.MapRerank(options);
        app.MapTokenize(options);
        app.MapUnimplemented();
        return app;
    }

    private static void Configure(VitrineOptions telemetry, ModelServerOptions options)
    {
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. ModelServerKinds.All];
        // The gate ends streams that take longer, which is told; what then still runs is cut.
        telemetry.DrainTime = options.DrainTimeout + TimeSpan.FromMilliseconds(500);
        telemetry.Http.WriteRefusal = ApiErrorWriter.WriteRefusalAsync;
    }

    private static void AddServices(IServiceCollection services, ModelServerOptions options)
    {
        // A request begins on the pool thread that read it, and a token goes out on the one that took it from the engine: every hand-over would wait
        // for a core that the engine is using. Nothing here blocks.
        services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        services.AddHealthChecks().AddCheck<ModelCheck>(ModelCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
        services.AddModelPool().AddSingleton<StopGate>().AddSingleton<InferenceGate>();
        services.AddHostedService<StartupLog>();
        services.AddSingleton<AnswerService>().AddSingleton<EmbeddingService>().AddSingleton<TokenizeService>();
        services.AddVitrineProfiling(options.Profiling);
    }
}
