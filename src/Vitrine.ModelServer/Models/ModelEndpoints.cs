using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>GET /v1/models, /v1/models/{id} and /v1/models/ps, POST /v1/models/unload.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapModels(this IEndpointRouteBuilder endpoints, ModelServerOptions options)
    {
        endpoints.MapGet("/v1/models", List);
        endpoints.MapGet("/v1/models/ps", ListLoaded);
        endpoints.MapGet("/v1/models/{id}", Show);
        endpoints.MapPost("/v1/models/unload", (HttpContext context, ModelPool pool) => UnloadAsync(context, pool, options.Api[0].Limits.MaxBodyBytes));
    }

    private static void List(HttpContext context, ModelListing models) => Answer(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        foreach (var model in models.Offered()) ModelJson.Write(json, model);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void Show(HttpContext context, ModelListing models, string id)
    {
        if (models.Find(id) is { } model) Answer(context, json => ModelJson.Write(json, model));
        else ApiErrorWriter.Write(context, new ApiError(ErrorCode.NotFound, $"There is no model '{id}'. GET /v1/models lists what there is."));
    }

    private static void ListLoaded(HttpContext context, ModelListing models) => Answer(context, json => ModelJson.WriteLoaded(json, models));

    private static async Task UnloadAsync(HttpContext context, ModelPool pool, long maxBytes)
    {
        var (body, refused) = await BodyReader.ReadAsync(context.Request, maxBytes);
        var id = body is null ? null : IdOf(body);
        if (body is not null && id is null) refused = new ApiError(ErrorCode.InvalidArgument, """The body must be a JSON object with the model's id: {"id":"…"}.""");
        refused ??= await pool.UnloadAsync(id!);
        if (refused is not null)
        {
            ApiErrorWriter.Write(context, refused);
            return;
        }

        Answer(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "unloaded"u8);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        });
    }

    private static void Answer(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Operation().Set(HttpFacts.Status, "ok");
        JsonResponse.Write(context.Response, write);
    }

    private static string? IdOf(byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id"u8, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or a text with half a surrogate pair.
            return null;
        }
    }
}
