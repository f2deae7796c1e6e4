using System.Text.Json;
using Vitrine.Telemetry.Hosting;
using Vitrine.Web.Engine;
using Vitrine.Web.Hosting;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Summary;

/// <summary><c>GET /metrics/summary</c>: what the page's panel shows, in camel case. Its work does not grow with what was ever asked.</summary>
internal static class SummaryEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapSummary(this IEndpointRouteBuilder endpoints) => endpoints.MapOnly(HttpMethods.Get, "/metrics/summary", context =>
    {
        var services = context.RequestServices;
        var figures = services.GetRequiredService<ChatSummary>().Read();
        var activeUsers = services.GetRequiredService<ActiveClients>().Count();
        JsonAnswer.Write(context.Response, json =>
        {
            json.WriteNumber("totalRequests"u8, figures.Chats);
            json.WriteNumber("averageResponseTime"u8, figures.MeanTime.TotalSeconds);
            json.WriteNumber("tokensGenerated"u8, figures.OutputTokens);
            json.WriteNumber("tokensProcessed"u8, figures.InputTokens);
            json.WriteNumber("activeUsers"u8, activeUsers);
            json.WriteNumber("errorRate"u8, figures.ErrorRate);
            if (EngineOf(services) is { } engine) Write(json, engine, figures);
        });
        return Task.CompletedTask;
    });

    /// <summary>The default model's engine, else the first one that is known.</summary>
    private static EngineFigures? EngineOf(IServiceProvider services)
    {
        var board = services.GetRequiredService<EngineBoard>();
        return board.Of(services.GetRequiredService<OfferedModels>().Default) ?? board.Rows().FirstOrDefault();
    }

    private static void Write(Utf8JsonWriter json, EngineFigures engine, in SummaryFigures figures)
    {
        json.WriteStartObject("llamaCppMetrics"u8);
        if (engine.ContextSize is { } context) json.WriteNumber("contextSize"u8, context);
        if (figures.Prompts > 0) json.WriteNumber("promptEvalTime"u8, figures.PromptTime.TotalMilliseconds / figures.Prompts);
        if (engine.TokensPerSecond is { } speed) json.WriteNumber("tokensPerSecond"u8, speed);
        if (engine.BytesPerToken is { } bytes) json.WriteNumber("memoryPerToken"u8, bytes);
        if (engine.Threads is { } threads) json.WriteNumber("threadsUsed"u8, threads);
        if (engine.BatchSize is { } batch) json.WriteNumber("batchSize"u8, batch);
        if (engine.Type is { } type) json.WriteString("modelType"u8, type);
        json.WriteEndObject();
    }
}
