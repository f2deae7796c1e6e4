using Microsoft.Extensions.Logging;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Assets;

namespace Vitrine.Profiling.Live;

/// <summary>Live charts of the running process, under the paths and with the messages of Go's statsviz.</summary>
public static class LiveEndpoints
{
    /// <summary>Where statsviz serves them.</summary>
    internal const string Root = "/debug/statsviz";

    private const string Alias = "/debug/live";

    private static readonly Lazy<AssetStore> s_page = new(static () => AssetStore.Embedded(typeof(LiveEndpoints).Assembly));

    /// <summary>Whether this build has the page: one made without Node.js has only the sentence that says so.</summary>
    internal static bool HasPage => s_page.Value.IsBuilt;

    /// <summary>
    /// Maps <c>/debug/statsviz/</c>, its WebSocket <c>/debug/statsviz/ws</c> and the alias <c>/debug/live</c>. Nothing runs while nobody looks. Whoever reaches it
    /// learns how the process is: map it on a port of its own, or behind authorization. Pages of other origins are refused.
    /// </summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="options">The service's own charts; those that are registered as <see cref="LiveChart"/> come after them.</param>
    /// <exception cref="ArgumentException">Two charts have one name.</exception>
    public static IEndpointRouteBuilder MapLiveCharts(this IEndpointRouteBuilder endpoints, ProfilingOptions? options = null)
    {
        var services = endpoints.ServiceProvider;
        var own = new LiveChartList();
        var requests = services.GetService<VitrineTelemetry>() is { } telemetry ? OperationCharts.Of(telemetry) : [];
        foreach (var chart in requests.Concat(options?.Charts ?? []).Concat(services.GetServices<LiveChart>())) own.Add(chart);
        return endpoints.MapLiveCharts(new LiveCharts(own, services.GetRequiredService<ILogger<LiveCharts>>())
        {
            Service = services.GetService<VitrineOptions>()?.ServiceName ?? services.GetRequiredService<IHostEnvironment>().ApplicationName,
        });
    }

    /// <summary>The same with charts that somebody holds.</summary>
    internal static IEndpointRouteBuilder MapLiveCharts(this IEndpointRouteBuilder endpoints, LiveCharts charts)
    {
        var services = endpoints.ServiceProvider;
        services.GetService<ExcludedPaths>()?.Add(Root + "/*", Alias);
        var socket = new LiveSocket(charts, services.GetRequiredService<IHostApplicationLifetime>(), services.GetRequiredService<ILogger<LiveSocket>>());
        // A pipeline of its own, so that a service need not know that this wants WebSockets.
        var app = endpoints.CreateApplicationBuilder();
        app.UseWebSockets();
        app.Run(socket.AnswerAsync);
        // A WebSocket over HTTP/2 begins with CONNECT (RFC 8441).
        endpoints.MapMethods(Root + "/ws", [HttpMethods.Get, HttpMethods.Connect], app.Build()).WithDisplayName("live charts").ExcludeFromDescription();
        endpoints.MapGet(Alias, static context =>
        {
            context.Response.Redirect("statsviz/");
            return Task.CompletedTask;
        }).ExcludeFromDescription();
        return endpoints.MapAssets(s_page.Value, Root);
    }

    /// <summary>Adds a chart that needs the service's own parts.</summary>
    public static IServiceCollection AddLiveChart(this IServiceCollection services, Func<IServiceProvider, LiveChart> chart) => services.AddSingleton(chart);
}
