using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Telemetry.Health;

/// <summary>The body that tools expect when no document says otherwise.</summary>
public static class HealthBodies
{
    private static readonly string s_build =
        (Assembly.GetEntryAssembly() ?? typeof(HealthBodies).Assembly).GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "develop";

    /// <summary><c>{"status":"up","build":…,"host":…,"GOMAXPROCS":…}</c>: liveness as spec/kronk.md has it, section 14.3. The last is the number of processors.</summary>
    public static async Task WriteUpAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status"u8, "up"u8);
        json.WriteString("build"u8, s_build);
        json.WriteString("host"u8, HostName());
        // Go's word for the processors a program may use; the document has it, and so have its readers' scripts.
        json.WriteNumber("GOMAXPROCS"u8, Environment.ProcessorCount);
        json.WriteEndObject();
    }

    /// <summary><c>{"status":"ok"}</c>, or <c>{"status":"unavailable","checks":{NAME:DESCRIPTION}}</c> with the checks that failed.</summary>
    public static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status"u8, report.Status switch
        {
            HealthStatus.Healthy => "ok",
            HealthStatus.Degraded => "degraded",
            _ => "unavailable",
        });
        if (report.Status != HealthStatus.Healthy)
        {
            json.WriteStartObject("checks"u8);
            foreach (var (name, entry) in report.Entries)
            {
                if (entry.Status != HealthStatus.Healthy) json.WriteString(name, entry.Description ?? "failed");
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
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
