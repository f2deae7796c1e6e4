using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Forecast.Hosting;

/// <summary>What /v1/healthz and /v1/readyz answer. Neither path is guarded, counted, logged or traced.</summary>
internal static class Probes
{
    /// <summary>Maps the two paths.</summary>
    public static void MapProbes(this IEndpointRouteBuilder endpoints, ModelHost model, ForecastOptions options) => endpoints.MapVitrineHealth(new HealthEndpointOptions
    {
        LivenessPath = "/v1/healthz",
        ReadinessPath = "/v1/readyz",
        NotReadyStatus = options.StrictReadiness ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK,
        WriteLiveness = SayAliveAsync,
        WriteReadiness = (context, report) => SayReadyAsync(context, report, model, options),
    });

    private static Task SayAliveAsync(HttpContext context, HealthReport report)
    {
        JsonAnswer.Write(context.Response, static json => json.WriteString("status"u8, "ok"u8));
        return Task.CompletedTask;
    }

    private static Task SayReadyAsync(HttpContext context, HealthReport report, ModelHost model, ForecastOptions options)
    {
        JsonAnswer.Write(context.Response, json =>
        {
            var isLoaded = model.Forecaster is not null;
            json.WriteString("status"u8, report.Status != HealthStatus.Unhealthy ? "ok"u8 : "loading"u8);
            json.WriteBoolean("model_loaded"u8, isLoaded);
            json.WriteString("device"u8, isLoaded ? "cpu" : null);
            json.WriteString("device_warning"u8, options.DeviceWarning);
        });
        return Task.CompletedTask;
    }
}
