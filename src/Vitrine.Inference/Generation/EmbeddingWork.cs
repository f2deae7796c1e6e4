using System.Numerics.Tensors;
using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>Pools the hidden states of a prompt to one vector of length 1. The prompt may come in several chunks.</summary>
internal sealed class EmbeddingWork(PoolingType pooling, int embeddingLength) : ISlotWork
{
    private readonly float[] _sum = new float[embeddingLength];
    private TextEmbedding? _embedding;

    /// <summary>Never asked for: an embedding ends with its prompt.</summary>
    public int NextToken => throw new InvalidOperationException("an embedding has no token behind its prompt");

    /// <summary>Takes an embedding.</summary>
    public void Begin(TextEmbedding embedding)
    {
        _embedding = embedding;
        _sum.AsSpan().Clear();
    }

    public RowOutput OutputOf(int position) => IsPooled(position) ? RowOutput.Hidden : RowOutput.None;

    public FinishReason? Accept(LlamaForward forward, int row, int position, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (IsPooled(position + i)) TensorPrimitives.Add(_sum, forward.Hidden(row + i), _sum);
        }

        return position + count < _embedding!.PromptTokens ? null : FinishReason.Stop;
    }

    public void Finish(FinishReason reason, Exception? error, in GenerationTimings timings, IReadOnlyList<LayerTimings>? layers)
    {
        TextEmbedding embedding = _embedding!;
        embedding.Complete(new EmbeddingResult
        {
            FinishReason = reason,
            Error = error,
            PromptTokens = embedding.PromptTokens,
            Values = reason == FinishReason.Stop ? Normalised() : null,
            Timings = timings,
            Layers = layers,
        });
    }

    private bool IsPooled(int position) => pooling switch
    {
        PoolingType.Cls => position == 0,
        PoolingType.Last => position == _embedding!.PromptTokens - 1,
        _ => true,
    };

    /// <summary>The sum, scaled to length 1. The mean needs no division: it points the same way.</summary>
    private float[] Normalised()
    {
        var values = new float[_sum.Length];
        float length = TensorPrimitives.Norm<float>(_sum);
        if (length > 0) TensorPrimitives.Divide(_sum, length, values);
        return values;
    }
}
