using System.Text.Json;
using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Embeddings;

/// <summary>The frame that embeddings and rankings have in common: an OpenAI list with its model and what it cost.</summary>
internal static class ListResponse
{
    /// <summary>Writes the list; <paramref name="writeData"/> writes its items.</summary>
    public static void Write(HttpContext context, EmbeddingVectors vectors, Action<Utf8JsonWriter> writeData)
    {
        var createdAt = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds();
        JsonResponse.Write(context.Response, json =>
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteNumber("created"u8, createdAt);
            json.WriteString("model"u8, vectors.Model);
            json.WriteStartArray("data"u8);
            writeData(json);
            json.WriteEndArray();
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, vectors.PromptTokens);
            json.WriteNumber("total_tokens"u8, vectors.PromptTokens);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
