using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Benchmarks.Inference;

/// <summary>
/// A random llama model in a temporary file, of a shape where weights no longer fit in caches: 12 layers of 768, a vocabulary of 32,000, 134 M
/// parameters, of which a token reads 110 M.
/// </summary>
internal sealed class GeneratedModel : IDisposable
{
    private readonly TemporaryFile _file = new();

    /// <summary>Writes the model; <paramref name="name"/> is one of <see cref="Names"/>.</summary>
    public GeneratedModel(string name)
    {
        (TensorType type, TensorType? fine) = name switch
        {
            "f16" => (TensorType.F16, (TensorType?)null),
            "q8_0" => (TensorType.Q8_0, null),
            "q4_k_m" => (TensorType.Q4_K, TensorType.Q6_K),
            "q6_k" => (TensorType.Q6_K, null),
            _ => throw new ArgumentException($"'{name}' is not one of {string.Join(", ", Names)}.", nameof(name)),
        };
        var model = new RandomModel
        {
            Type = type,
            FineType = fine,
            EmbeddingLength = 768,
            FeedForwardLength = 2048,
            Layers = 12,
            Heads = 12,
            KvHeads = 12,
            ContextLength = 2048,
            Pieces = [.. Enumerable.Range(0, 31737).Select(i => $"▁{i}")],
        };
        using FileStream stream = File.Create(Path);
        model.ToWriter().WriteTo(stream);
    }

    /// <summary>The weight formats that can be asked for; <c>q4_k_m</c> has Q6_K where llama.cpp's mix of that name has it.</summary>
    public static IReadOnlyList<string> Names { get; } = ["f16", "q8_0", "q4_k_m", "q6_k"];

    public string Path => _file.Path;

    public void Dispose() => _file.Dispose();
}
