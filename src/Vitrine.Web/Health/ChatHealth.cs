using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;
using Vitrine.Web.Chat;
using Vitrine.Web.Engine;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Health;

/// <summary><c>GET /health</c> and <c>GET /readiness</c>. Neither is counted, logged or traced, and health asks nobody.</summary>
internal static class ChatHealth
{
    private static readonly DateTime s_startedAt = StartTime();

    /// <summary>Maps the two paths.</summary>
    public static void MapChatHealth(this IEndpointRouteBuilder endpoints) => endpoints.MapVitrineHealth(new HealthEndpointOptions
    {
        LivenessPath = "/health",
        ReadinessPath = "/readiness",
        WriteLiveness = WriteHealthAsync,
        WriteReadiness = WriteReadinessAsync,
    });

    private static Task WriteHealthAsync(HttpContext context, HealthReport report)
    {
        var clock = context.RequestServices.GetRequiredService<TimeProvider>();
        JsonAnswer.Write(context.Response, json =>
        {
            json.WriteString("status"u8, "ok"u8);
            json.WriteString("uptime"u8, Uptime(clock.GetUtcNow().UtcDateTime - s_startedAt));
            json.WriteString("timestamp"u8, clock.GetUtcNow());
            json.WriteString("version"u8, context.RequestServices.GetRequiredService<VitrineOptions>().ServiceVersion);
            json.WriteString("runtime"u8, RuntimeInformation.FrameworkDescription);
            WriteMemory(json);
            WriteModel(json, context.RequestServices);
        });
        return Task.CompletedTask;
    }

    /// <summary>The names are those of the document's application; Go's words for them are in its runtime.MemStats.</summary>
    private static void WriteMemory(Utf8JsonWriter json)
    {
        json.WriteStartObject("mem_stats"u8);
        json.WriteNumber("alloc"u8, GC.GetTotalMemory(forceFullCollection: false));
        json.WriteNumber("total_alloc"u8, GC.GetTotalAllocatedBytes());
        json.WriteNumber("sys"u8, Environment.WorkingSet);
        json.WriteNumber("num_gc"u8, GC.CollectionCount(0));
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, IServiceProvider services)
    {
        var model = services.GetRequiredService<OfferedModels>().Default;
        var figures = services.GetRequiredService<EngineBoard>().Of(model);
        json.WriteStartObject("model_info"u8);
        json.WriteString("model"u8, model);
        if ((figures?.Type ?? (services.GetRequiredService<EngineRule>().IsLlamaCpp(model) ? EngineRule.LlamaCpp : null)) is { } type) json.WriteString("modelType"u8, type);
        if (figures?.ContextSize is { } context) json.WriteNumber("contextWindow"u8, context);
        json.WriteEndObject();
    }

    private static Task WriteReadinessAsync(HttpContext context, HealthReport report)
    {
        JsonAnswer.Write(context.Response, json =>
        {
            json.WriteString("status"u8, report.Status == HealthStatus.Unhealthy ? "not ready" : "ready");
            var reasons = report.Entries.Values.Where(static entry => entry.Status == HealthStatus.Unhealthy).Select(static entry => entry.Description);
            if (report.Status == HealthStatus.Unhealthy) json.WriteString("reason"u8, string.Join(' ', reasons));
        });
        return Task.CompletedTask;
    }

    private static string Uptime(TimeSpan time)
    {
        Span<byte> text = stackalloc byte[GoDuration.MaxBytes];
        return Encoding.UTF8.GetString(text[..GoDuration.Write(TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds)), text)]);
    }

    private static DateTime StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.StartTime.ToUniversalTime();
    }
}
