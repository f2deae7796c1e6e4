using Vitrine.Inference.Gguf;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Llama;

/// <summary>All weights of a model, found by name in a file and checked for shape and type, so that the forward pass needs no checks.</summary>
internal sealed class LlamaWeights
{
    private LlamaWeights(TensorView embedding, TensorView outputNorm, TensorView output, TensorView ropeFactors, LlamaLayer[] layers)
    {
        Embedding = embedding;
        OutputNorm = outputNorm;
        Output = output;
        RopeFactors = ropeFactors;
        Layers = layers;
    }

    /// <summary><c>[vocabulary] × [embedding]</c>.</summary>
    public TensorView Embedding { get; }

    /// <summary>RMSNorm before the output matrix, <c>[embedding]</c>.</summary>
    public TensorView OutputNorm { get; }

    /// <summary><c>[vocabulary] × [embedding]</c>; the same memory as <see cref="Embedding"/> when the model ties them.</summary>
    public TensorView Output { get; }

    /// <summary>What each rotation frequency is divided by, <c>[ropeLength / 2]</c>; empty when the model has none. Llama 3 stretches its context with them.</summary>
    public TensorView RopeFactors { get; }

    public LlamaLayer[] Layers { get; }

    /// <summary>The forms of activations that some matrices of all layers read.</summary>
    public ActivationPackings Packings(Func<LlamaLayer, TensorView[]> matrices) =>
        Layers.SelectMany(matrices).Aggregate(ActivationPackings.None, (all, matrix) => all | ComputeKernels.Packing(matrix.Type));

    /// <summary>Finds every weight.</summary>
    /// <exception cref="UnsupportedModelException">A tensor is missing, has another shape, or a type without a kernel.</exception>
    public static LlamaWeights Find(GgufFile file, LlamaConfig config, int vocabulary)
    {
        TensorView embedding = Matrix(file, "token_embd.weight", vocabulary, config.EmbeddingLength);
        bool tied = !file.TryGetTensor("output.weight", out _);
        var layers = new LlamaLayer[config.Layers];
        for (int i = 0; i < layers.Length; i++) layers[i] = FindLayer(file, config, $"blk.{i}.");
        return new LlamaWeights(
            embedding,
            Floats(file, "output_norm.weight", config.EmbeddingLength),
            tied ? embedding : Matrix(file, "output.weight", vocabulary, config.EmbeddingLength),
            RopeFactorsOf(file, config),
            layers);
    }

    private static LlamaLayer FindLayer(GgufFile file, LlamaConfig config, string prefix) => new()
    {
        AttentionNorm = Floats(file, prefix + "attn_norm.weight", config.EmbeddingLength),
        Query = Matrix(file, prefix + "attn_q.weight", config.QueryLength, config.EmbeddingLength),
        Key = Matrix(file, prefix + "attn_k.weight", config.KvLength, config.EmbeddingLength),
        Value = Matrix(file, prefix + "attn_v.weight", config.KvLength, config.EmbeddingLength),
        AttentionOutput = Matrix(file, prefix + "attn_output.weight", config.EmbeddingLength, config.QueryLength),
        FeedForwardNorm = Floats(file, prefix + "ffn_norm.weight", config.EmbeddingLength),
        Gate = Matrix(file, prefix + "ffn_gate.weight", config.FeedForwardLength, config.EmbeddingLength),
        Up = Matrix(file, prefix + "ffn_up.weight", config.FeedForwardLength, config.EmbeddingLength),
        Down = Matrix(file, prefix + "ffn_down.weight", config.EmbeddingLength, config.FeedForwardLength),
    };

    private static unsafe TensorView RopeFactorsOf(GgufFile file, LlamaConfig config)
    {
        const string Name = "rope_freqs.weight";
        if (!file.TryGetTensor(Name, out _)) return default;
        TensorView factors = Floats(file, Name, config.RopeLength / 2);
        foreach (float factor in new ReadOnlySpan<float>(factors.Pointer, factors.Columns))
        {
            if (!float.IsFinite(factor) || factor <= 0) throw new UnsupportedModelException($"tensor '{Name}' holds {factor}; supported are factors above 0");
        }

        return factors;
    }

    private static TensorView Floats(GgufFile file, string name, int length)
    {
        TensorView view = Matrix(file, name, 1, length);
        return view.Type == TensorType.F32 ? view : throw new UnsupportedModelException($"tensor '{name}' of type {view.Type}; supported is F32");
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
