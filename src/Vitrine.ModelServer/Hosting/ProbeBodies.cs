using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Health;

namespace Vitrine.ModelServer.Hosting;

/// <summary>What /v1/liveness and /v1/readiness answer, section 14.3 of the document. Neither path is counted, logged or traced.</summary>
internal static class ProbeBodies
{
    private static readonly string s_build =
        (Assembly.GetEntryAssembly() ?? typeof(ProbeBodies).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "develop";

    /// <summary>The two paths.</summary>
    public static HealthEndpointOptions Options { get; } = new()
    {
        LivenessPath = "/v1/liveness",
        ReadinessPath = "/v1/readiness",
        WriteLiveness = SayAliveAsync,
        WriteReadiness = SayReadyAsync,
    };

    private static Task SayAliveAsync(HttpContext context, HealthReport report)
    {
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "up"u8);
            json.WriteString("build"u8, s_build);
            json.WriteString("host"u8, HostName());
            // Go's word for the processors a program may use; the document has it, and so have its readers' scripts.
            json.WriteNumber("GOMAXPROCS"u8, Environment.ProcessorCount);
            json.WriteEndObject();
        });
        return Task.CompletedTask;
    }

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

    private static string HostName()
    {
        try
        {
            return Dns.GetHostName();
        }
        catch (SocketException)
        {
            return "unavailable";
        }
    }
}
