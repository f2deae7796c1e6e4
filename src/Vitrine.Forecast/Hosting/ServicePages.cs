using System.Reflection;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Forecast.Hosting;

/// <summary>What the service says of itself: its name, its settings, its API in words for programs. All but the name of every error stand behind the allow-list.</summary>
internal static class ServicePages
{
    /// <summary>The path of the OpenAPI document.</summary>
    public const string OpenApi = "/openapi.json";

    /// <summary>Maps <c>/</c>, <c>/v1/config</c> and <c>/openapi.json</c>.</summary>
    public static void MapServicePages(this IEndpointRouteBuilder endpoints, ForecastOptions options)
    {
        endpoints.MapGet("/", context => Say(context, json => json.WriteString("message"u8, options.AppName)));
        endpoints.MapGet("/v1/config", context => Say(context, json =>
        {
            foreach (var setting in context.RequestServices.GetRequiredService<VitrineOptions>().Settings)
            {
                json.WriteStartObject(setting.Key);
                json.WriteString("value"u8, setting.Shown);
                json.WriteString("source"u8, setting.Source);
                json.WriteEndObject();
            }
        }));
        var document = ReadDocument();
        endpoints.MapGet(OpenApi, context =>
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.Body.WriteAsync(document, context.RequestAborted).AsTask();
        });
    }

    private static Task Say(HttpContext context, Action<System.Text.Json.Utf8JsonWriter> fields)
    {
        JsonAnswer.Write(context.Response, fields);
        return Task.CompletedTask;
    }

    private static ReadOnlyMemory<byte> ReadDocument()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
