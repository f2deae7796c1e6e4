using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Vitrine.Telemetry.Health;

/// <summary>The body that tools expect when no document says otherwise.</summary>
public static class HealthBodies
{
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
}
