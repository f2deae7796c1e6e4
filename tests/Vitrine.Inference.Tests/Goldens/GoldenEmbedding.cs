using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>A text, its ids with the beginning-of-text token, and llama.cpp's embedding of it, of length 1; written by <c>tools/goldens</c>.</summary>
public sealed record GoldenEmbedding(string Model, PoolingType Pooling, string Text, int[] Ids, float[] Values)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Reads <c>Data/embeddings.golden.json</c>.</summary>
    public static GoldenEmbedding[] ReadAll() =>
        JsonSerializer.Deserialize<GoldenEmbeddingFile>(File.ReadAllText(TestFiles.Data("embeddings.golden.json")), Options)!.Embeddings;

    private sealed record GoldenEmbeddingFile(string Library, GoldenEmbedding[] Embeddings);
}
