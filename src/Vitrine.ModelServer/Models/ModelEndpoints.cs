using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Models;

/// <summary>GET /v1/models and /v1/models/{id}, in OpenAI's shape with what an operator asks first besides.</summary>
internal static class ModelEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapModels(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/v1/models", (HttpContext context, ModelShelf shelf) => List(context, shelf));
        endpoints.MapGet("/v1/models/{id}", (HttpContext context, ModelShelf shelf, string id) => Show(context, shelf, id));
    }

    private static void List(HttpContext context, ModelShelf shelf)
    {
        context.Operation().Set(HttpFacts.Status, "ok");
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            foreach (var model in shelf.Loaded) Write(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void Show(HttpContext context, ModelShelf shelf, string id)
    {
        if (shelf.Loaded.FirstOrDefault(model => string.Equals(model.Name, id, StringComparison.Ordinal)) is not { } model)
        {
            ApiErrorWriter.Write(context, new ApiError(ErrorCode.NotFound, $"There is no model '{id}'. GET /v1/models lists what there is."));
            return;
        }

        context.Operation().Set(HttpFacts.Status, "ok");
        JsonResponse.Write(context.Response, json => Write(json, model));
    }

    private static void Write(Utf8JsonWriter json, LoadedModel model)
    {
        var info = model.Engine.Info;
        json.WriteStartObject();
        json.WriteString("id"u8, model.Name);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, model.LoadedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by"u8, "vitrine"u8);
        json.WriteString("model_family"u8, info.Architecture);
        json.WriteString("quantisation"u8, info.Quantisation);
        json.WriteNumber("parameters"u8, info.ParameterCount);
        json.WriteNumber("size"u8, info.FileSizeBytes);
        json.WriteNumber("vram_total"u8, info.FileSizeBytes + info.KvBytes);
        json.WriteNumber("slot_memory"u8, info.KvBytes);
        json.WriteNumber("context_size"u8, info.ContextLength);
        json.WriteEndObject();
    }
}
