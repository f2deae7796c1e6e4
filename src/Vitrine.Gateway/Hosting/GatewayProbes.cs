using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Telemetry.Health;

namespace Vitrine.Gateway.Hosting;

/// <summary>The gateway's own health, in the words of the router (T2 and T3 of the contract) and of the model server behind it. None is proxied, logged, counted or traced.</summary>
internal static class GatewayProbes
{
    /// <summary><c>/healthz</c> and <c>/readyz</c>.</summary>
    public static HealthEndpointOptions OfRouter { get; } = new()
    {
        LivenessPath = "/healthz",
        ReadinessPath = "/readyz",
        WriteLiveness = static (context, _) => WriteAsync(context, "ok"),
        WriteReadiness = static (context, report) => WriteAsync(context, report.Status == HealthStatus.Unhealthy ? "router is not ready" : "router is ready"),
    };

    /// <summary><c>/v1/liveness</c> and <c>/v1/readiness</c>: what a client of a model server asks for.</summary>
    public static HealthEndpointOptions OfModelServer { get; } = new()
    {
        LivenessPath = "/v1/liveness",
        ReadinessPath = "/v1/readiness",
        WriteLiveness = HealthBodies.WriteUpAsync,
    };

    private static async Task WriteAsync(HttpContext context, string message)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("message"u8, message);
        json.WriteEndObject();
    }
}
