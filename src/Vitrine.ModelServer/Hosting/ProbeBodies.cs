using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Health;

namespace Vitrine.ModelServer.Hosting;

/// <summary>What /v1/liveness and /v1/readiness answer, section 14.3 of the document. Neither path is counted, logged or traced.</summary>
internal static class ProbeBodies
{
    /// <summary>The two paths.</summary>
    public static HealthEndpointOptions Options { get; } = new()
    {
        LivenessPath = "/v1/liveness",
        ReadinessPath = "/v1/readiness",
        WriteLiveness = HealthBodies.WriteUpAsync,
        WriteReadiness = SayReadyAsync,
    };

    private static Task SayReadyAsync(HttpContext context, HealthReport report)
    {
        var reasons = report.Entries.Values.Where(entry => entry.Status == HealthStatus.Unhealthy).Select(entry => entry.Description);
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            if (report.Status != HealthStatus.Unhealthy)
            {
                json.WriteString("status"u8, "ready"u8);
            }
            else
            {
                json.WriteString("code"u8, ErrorCode.Unavailable.Name);
                json.WriteString("message"u8, string.Join(' ', reasons));
            }

            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }
}
