using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>All pages of the debug listener; also for services whose document wants them on the API's port.</summary>
public static class DebugEndpoints
{
    /// <summary>Maps metrics, health, <c>/debug/*</c> and the pages of every <see cref="IDebugPages"/>. None of them opens a scope.</summary>
    public static IEndpointRouteBuilder MapVitrineDebug(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var options = services.GetRequiredService<VitrineOptions>();
        endpoints.MapVitrineMetrics(options.Debug.MetricsPath);
        if (options.Debug.Health is { } health) endpoints.MapVitrineHealth(health);
        foreach (var page in options.Debug.Pages.Concat(services.GetServices<IDebugPages>())) page.Map(endpoints);
        return endpoints;
    }
}
