using Vitrine.Inference.Gguf;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Llama;

/// <summary>All weights of a model, found by name in a file and checked for shape and type, so that the forward pass needs no checks.</summary>
internal sealed class LlamaWeights
{
    private LlamaWeights(TensorView embedding, TensorView outputNorm, TensorView output, LlamaLayer[] layers)
    {
        Embedding = embedding;
        OutputNorm = outputNorm;
        Output = output;
        Layers = layers;
    }

    /// <summary><c>[vocabulary] × [embedding]</c>.</summary>
    public TensorView Embedding { get; }

    /// <summary>RMSNorm before the output matrix, <c>[embedding]</c>.</summary>
    public TensorView OutputNorm { get; }

    /// <summary><c>[vocabulary] × [embedding]</c>; the same memory as <see cref="Embedding"/> when the model ties them.</summary>
    public TensorView Output { get; }

    public LlamaLayer[] Layers { get; }

    /// <summary>Finds every weight.</summary>
    /// <exception cref="UnsupportedModelException">A tensor is missing, has another shape, or a type without a kernel.</exception>
    public static LlamaWeights Find(GgufFile file, LlamaConfig config, int vocabulary)
    {
        if (file.TryGetTensor("rope_freqs.weight", out _))
            throw new UnsupportedModelException("tensor 'rope_freqs.weight' (scaled rotation frequencies); supported is plain rope");

        TensorView embedding = Matrix(file, "token_embd.weight", vocabulary, config.EmbeddingLength);
        bool tied = !file.TryGetTensor("output.weight", out _);
        var layers = new LlamaLayer[config.Layers];
        for (int i = 0; i < layers.Length; i++) layers[i] = FindLayer(file, config, $"blk.{i}.");
        return new LlamaWeights(
            embedding,
            Norm(file, "output_norm.weight", config.EmbeddingLength),
            tied ? embedding : Matrix(file, "output.weight", vocabulary, config.EmbeddingLength),
            layers);
    }

    private static LlamaLayer FindLayer(GgufFile file, LlamaConfig config, string prefix) => new()
    {
        AttentionNorm = Norm(file, prefix + "attn_norm.weight", config.EmbeddingLength),
        Query = Matrix(file, prefix + "attn_q.weight", config.QueryLength, config.EmbeddingLength),
        Key = Matrix(file, prefix + "attn_k.weight", config.KvLength, config.EmbeddingLength),
        Value = Matrix(file, prefix + "attn_v.weight", config.KvLength, config.EmbeddingLength),
        AttentionOutput = Matrix(file, prefix + "attn_output.weight", config.EmbeddingLength, config.QueryLength),
        FeedForwardNorm = Norm(file, prefix + "ffn_norm.weight", config.EmbeddingLength),
        Gate = Matrix(file, prefix + "ffn_gate.weight", config.FeedForwardLength, config.EmbeddingLength),
        Up = Matrix(file, prefix + "ffn_up.weight", config.FeedForwardLength, config.EmbeddingLength),
        Down = Matrix(file, prefix + "ffn_down.weight", config.EmbeddingLength, config.FeedForwardLength),
    };

    private static TensorView Norm(GgufFile file, string name, int length)
    {
        TensorView view = Matrix(file, name, 1, length);
        return view.Type == TensorType.F32 ? view : throw new UnsupportedModelException($"tensor '{name}' of type {view.Type}; norms are supported as F32");
    }

    private static TensorView Matrix(GgufFile file, string name, int rows, int columns)
    {
        if (!file.TryGetTensor(name, out TensorView view)) throw new UnsupportedModelException($"tensor '{name}' is missing");
        if (view.Rows != rows || view.Columns != columns)
            throw new UnsupportedModelException($"tensor '{name}' is {view.Rows} × {view.Columns} where the metadata says {rows} × {columns}");
        if (!ComputeKernels.SupportedTypes.Contains(view.Type))
            throw new UnsupportedModelException($"tensor '{name}' of type {view.Type}; supported are {string.Join(", ", ComputeKernels.SupportedTypes)}");
        return view;
    }
}
