using System.Numerics.Tensors;
using System.Text.Json;
using Vitrine.ModelServer.Api;
using Vitrine.ModelServer.Embeddings;
using Vitrine.ModelServer.Requests;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Rerank;

/// <summary>
/// POST /v1/rerank and /v1/reranking. Query and documents are embedded each by itself, and a document's relevance is the cosine of its vector
/// with the query's: from -1, over 0 for unrelated, to 1 for the same.
/// </summary>
internal static class RerankEndpoints
{
    /// <summary>Maps the endpoints.</summary>
    public static void MapRerank(this IEndpointRouteBuilder endpoints, ModelServerOptions options)
    {
        foreach (var path in (string[])["/v1/rerank", "/v1/reranking"])
            endpoints.MapRequests<EmbeddingService, RerankRequest>(path, options, body => RerankRequestReader.Read(body, options.MaxInputs), AnswerAsync);
    }

    private static async Task<ApiError?> AnswerAsync(HttpContext context, EmbeddingService embeddings, RerankRequest request)
    {
        var (vectors, error) = await embeddings.EmbedAsync(context.Operation(), request.Job, context.RequestAborted);
        if (vectors is null) return error;
        context.Operation().Set(HttpFacts.Status, "ok");
        ListResponse.Write(context, vectors, json =>
        {
            foreach (var (index, relevance) in Rank(vectors.Vectors).Take(request.Top)) Write(json, index, relevance, request);
        });
        return null;
    }

    /// <summary>The documents, the nearest first. The first vector is the query's, and all have length 1.</summary>
    private static IEnumerable<(int Index, float Relevance)> Rank(IReadOnlyList<float[]> vectors) =>
        vectors.Skip(1).Select((vector, index) => (index, TensorPrimitives.Dot<float>(vectors[0], vector))).OrderByDescending(document => document.Item2);

    private static void Write(Utf8JsonWriter json, int index, float relevance, RerankRequest request)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteNumber("relevance_score"u8, relevance);
        if (request.ReturnsDocuments) json.WriteString("document"u8, request.Documents[index]);
        json.WriteEndObject();
    }
}
