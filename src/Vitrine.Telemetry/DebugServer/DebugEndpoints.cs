using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>All pages of the debug listener; also for services whose document wants them on the API's port.</summary>
public static class DebugEndpoints
{
    private const string Operations = "/debug/operations";
    private const string Logs = "/debug/logs";
    private const string Config = "/debug/config";
    private const string Packs = "/debug/pack";

    /// <summary>What stands on top of every page: relative paths and names.</summary>
    internal static IReadOnlyList<(string Path, string Name)> Navigation { get; } =
        [(Operations[1..], "operations"), (Logs[1..], "logs"), (Config[1..], "settings"), (Packs[1..], "packs")];

    /// <summary>Maps metrics, health, <c>/debug/*</c> and the pages of every <see cref="IDebugPages"/>. None of them opens a scope.</summary>
    /// <param name="endpoints">Where: the API's own routes, for a service without a debug listener of its own.</param>
    /// <param name="indexPath">Path of the page that links to all others.</param>
    public static IEndpointRouteBuilder MapVitrineDebug(this IEndpointRouteBuilder endpoints, string indexPath = "/debug")
    {
        endpoints.ServiceProvider.GetRequiredService<ExcludedPaths>().Add("/debug/*", indexPath);
        endpoints.MapPages(indexPath);
        return endpoints;
    }

    /// <summary>The same for the debug listener, whose paths say nothing about the API's.</summary>
    internal static void MapPages(this IEndpointRouteBuilder endpoints, string indexPath)
    {
        var services = endpoints.ServiceProvider;
        var options = services.GetRequiredService<VitrineOptions>();
        IDebugPages[] more = [.. options.Debug.Pages, .. services.GetServices<IDebugPages>()];
        var pages = new DebugPages(services.GetRequiredService<VitrineTelemetry>(), options, LinksOf(options.Debug, more));
        var logs = new LogsPage(services.GetRequiredService<RecentLines>(), services.GetRequiredService<IHostApplicationLifetime>());
        endpoints.MapPage(indexPath, pages.IndexAsync);
        endpoints.MapPage(Operations, pages.OperationsAsync);
        endpoints.MapPage(Logs, logs.AnswerAsync);
        endpoints.MapPage(Config, pages.ConfigAsync);
        endpoints.MapPage(Packs, pages.PackAsync);
        if (options.Debug.MetricsPath is { } metrics) endpoints.MapVitrineMetrics(metrics);
        if (options.Debug.Health is { } health) endpoints.MapVitrineHealth(health);
        foreach (var page in more) page.Map(endpoints);
    }

    private static void MapPage(this IEndpointRouteBuilder endpoints, string path, RequestDelegate page) =>
        endpoints.MapGet(path, page).WithDisplayName($"debug {path}").ExcludeFromDescription();

    private static List<DebugLink> LinksOf(DebugOptions debug, IDebugPages[] more)
    {
        List<DebugLink> links =
        [
            .. debug.MetricsPath is { } metrics ? (DebugLink[])[new(metrics, "metrics of all packs; ?pack=NAME for one")] : [],
            new(Operations, "running, newest, slowest and failed operations; ?id= unfolds one, ?check evaluates the equations"),
            new(Logs, "the newest log lines; ?n=, ?follow=1"),
            new(Config, "effective settings and where each came from"),
            new(Packs, "what each pack makes of this service: driven, missing, unused"),
        ];
        if (debug.Health?.LivenessPath is { } live) links.Add(new(live, "whether the process lives"));
        if (debug.Health?.ReadinessPath is { } ready) links.Add(new(ready, "whether to send requests"));
        links.AddRange(more.SelectMany(page => page.Links));
        return links;
    }
}
