using System.Runtime.InteropServices;
using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>POST /v1/embeddings.</summary>
internal static class EmbeddingEndpoints
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapEmbeddings(this IEndpointRouteBuilder endpoints, ModelServerOptions options) =>
        endpoints.MapRequests<EmbeddingService, EmbedRequest>("/v1/embeddings", options, body => EmbedRequestReader.Read(body, options.MaxInputs), AnswerAsync);

    private static async Task<ApiError?> AnswerAsync(HttpContext context, EmbeddingService embeddings, EmbedRequest request)
    {
        var (vectors, error) = await embeddings.EmbedAsync(context.Operation(), request.Job, context.RequestAborted);
        if (vectors is null) return error;
        context.Operation().Set(HttpFacts.Status, "ok");
        ListResponse.Write(context, vectors, json =>
        {
            for (var i = 0; i < vectors.Vectors.Count; i++) Write(json, i, vectors.Vectors[i], request.IsBase64);
        });
        return null;
    }

    private static void Write(Utf8JsonWriter json, int index, float[] vector, bool isBase64)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (isBase64)
        {
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes<float>(vector));
        }
        else
        {
            json.WriteStartArray("embedding"u8);
            foreach (var value in vector) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
