using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Llama;

/// <summary>The matrices of one transformer block, as views into the model file. Norm weights are floats.</summary>
internal sealed record LlamaLayer
{
    /// <summary>RMSNorm before attention, <c>[embedding]</c>.</summary>
    public required TensorView AttentionNorm { get; init; }

    /// <summary><c>[heads * headSize] × [embedding]</c>.</summary>
    public required TensorView Query { get; init; }

    /// <summary><c>[kvHeads * headSize] × [embedding]</c>.</summary>
    public required TensorView Key { get; init; }

    /// <summary><c>[kvHeads * headSize] × [embedding]</c>.</summary>
    public required TensorView Value { get; init; }

    /// <summary><c>[embedding] × [heads * headSize]</c>.</summary>
    public required TensorView AttentionOutput { get; init; }

    /// <summary>RMSNorm before the feed-forward, <c>[embedding]</c>.</summary>
    public required TensorView FeedForwardNorm { get; init; }

    /// <summary><c>[feedForward] × [embedding]</c>, through SiLU.</summary>
    public required TensorView Gate { get; init; }

    /// <summary><c>[feedForward] × [embedding]</c>.</summary>
    public required TensorView Up { get; init; }

    /// <summary><c>[embedding] × [feedForward]</c>.</summary>
    public required TensorView Down { get; init; }
}
