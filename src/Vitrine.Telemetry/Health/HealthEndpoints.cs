using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Health;

/// <summary>Liveness and readiness. Their paths open no scope, want no key and are not traced.</summary>
public static class HealthEndpoints
{
    /// <summary>Maps the two paths.</summary>
    public static IEndpointRouteBuilder MapVitrineHealth(this IEndpointRouteBuilder endpoints, HealthEndpointOptions? options = null)
    {
        options ??= new HealthEndpointOptions();
        if (options.LivenessPath is { } live)
        {
            endpoints.MapHealth(live, check => IsLive(check, options), StatusCodes.Status503ServiceUnavailable, options.WriteLiveness);
        }

        if (options.ReadinessPath is { } ready)
        {
            endpoints.MapHealth(ready, IsReady, options.NotReadyStatus, options.WriteReadiness);
        }

        return endpoints;
    }

    /// <summary>Maps one more health path, over checks of the caller's choice.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="path">The path.</param>
    /// <param name="checks">Which checks it runs.</param>
    /// <param name="unhealthyStatus">The status when one of them is unhealthy; degraded is still 200.</param>
    /// <param name="body">What it answers.</param>
    public static IEndpointConventionBuilder MapHealth(this IEndpointRouteBuilder endpoints, string path, Func<HealthCheckRegistration, bool> checks, int unhealthyStatus, HealthBody body)
    {
        endpoints.ServiceProvider.GetRequiredService<ExcludedPaths>().Add(path);
        var health = endpoints.ServiceProvider.GetRequiredService<HealthCheckService>();
        return endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], async context =>
        {
            var report = await health.CheckHealthAsync(checks, context.RequestAborted);
            context.Response.StatusCode = report.Status == HealthStatus.Unhealthy ? unhealthyStatus : StatusCodes.Status200OK;
            context.Response.Headers.CacheControl = "no-store";
            await body(context, report);
        }).WithDisplayName($"health {path}").ExcludeFromDescription();
    }

    private static bool IsLive(HealthCheckRegistration check, HealthEndpointOptions options) =>
        check.Tags.Contains(HealthEndpointOptions.LiveTag) || (options.LivenessEndsAtShutdown && check.Name == ShutdownCheck.Name);

    private static bool IsReady(HealthCheckRegistration check) => check.Tags.Count == 0 || check.Tags.Contains(HealthEndpointOptions.ReadyTag);
}
