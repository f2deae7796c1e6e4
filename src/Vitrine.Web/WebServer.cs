using Vitrine.Profiling;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Assets;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Web.Chat;
using Vitrine.Web.Hosting;
using Vitrine.Web.Roles;

namespace Vitrine.Web;

/// <summary>
/// A running console. The way of a chat: <c>http</c> scope, <see cref="ChatEndpoints"/>, the OpenAI-compatible upstream, and back token by token.
/// Beside it, on the same origin: the pages, and what the other roles show of themselves.
/// </summary>
public sealed class WebServer : RoleServer
{
    /// <summary>The pack that shapes this role's signals unless somebody chooses another.</summary>
    public const string DefaultPack = "aiwatch";

    private static readonly Lazy<AssetStore> s_pages = new(static () => AssetStore.Embedded(typeof(WebServer).Assembly));

    private WebServer(WebApplication app)
        : base(app)
    {
    }

    /// <summary>Whether this build has the console's pages: one made without Node.js has only the sentence that says so.</summary>
    public static bool HasPages => Pages.IsBuilt;

    /// <summary>What the build put into this assembly: the console, or a page that says why there is none.</summary>
    internal static AssetStore Pages => s_pages.Value;

    /// <summary>Serves until the token fires or the process is told to stop, then lets answers end within the drain timeout.</summary>
    /// <exception cref="ServerException">An option is wrong.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task RunAsync(WebOptions options, CancellationToken stop = default)
    {
        await using var web = await StartAsync(options, stop);
        await web.ServeAsync(stop);
    }

    /// <summary>Starts a console. It listens when this returns; readiness waits for the model endpoint.</summary>
    /// <exception cref="ServerException">An option is wrong.</exception>
    /// <exception cref="PortInUseException">A port is taken; the message names its owner.</exception>
    public static async Task<WebServer> StartAsync(WebOptions options, CancellationToken cancellationToken = default)
    {
        ServerException.ThrowIfAny(WebValidator.Validate(options));
        return await StartAsync(new WebServer(Build(options)), cancellationToken);
    }

    private static WebApplication Build(WebOptions options)
    {
        var app = Compose("web", options, Configure, AddServices);
        app.UseVitrine();
        app.UseMiddleware<OriginMiddleware>();
        app.UseRouting();
        app.MapVitrineMetrics();
        app.MapChat();
        app.MapRoles();
        app.MapAssets(options.Assets);
        return app;
    }

    private static void Configure(VitrineOptions telemetry, WebOptions options)
    {
        telemetry.Packs = [DefaultPack, "otel"];
        telemetry.Kinds = [.. WebKindsDriven.All];
        foreach (var path in options.Assets.Paths.Append(RoleEndpoints.Root + "/*")) telemetry.Http.ExcludedPaths.Add(path);
        // What pages report is counted; in a trace it would only stand beside the chat that it is about.
        telemetry.Http.UntracedPaths.Add("/metrics/*");
        // Files are no secret; what the roles say is.
        telemetry.Http.GuardedPaths.Add(RoleEndpoints.Root + "/*");
        telemetry.Http.GuardedPaths.Add("/metrics");
    }

    private static void AddServices(IServiceCollection services, WebOptions options)
    {
        services.AddSingleton<RoleDirectory>().AddSingleton<RoleProxy>();
        services.AddChat(options.Chat);
        services.AddVitrineProfiling(options.Profiling);
    }
}
