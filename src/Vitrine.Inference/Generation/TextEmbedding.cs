using System.Diagnostics.CodeAnalysis;

namespace Vitrine.Inference.Generation;

/// <summary>An accepted request for one vector. It waits in the same queue and takes the same slots as a generation, but only computes its prompt.</summary>
public sealed class TextEmbedding : EngineJob
{
    private readonly TaskCompletionSource<EmbeddingResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TextEmbedding(int[] prompt, long queuedTimestamp, CancellationToken cancellation)
        : base(prompt, queuedTimestamp, cancellation)
    {
    }

    /// <summary>The result, when the slot is free again. Never faults and is never cancelled: outcomes are values.</summary>
    [SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "It is completed by a dedicated thread, which no awaiter can block.")]
    public Task<EmbeddingResult> GetResultAsync() => _completion.Task;

    internal void Complete(in EmbeddingResult result)
    {
        EndStart();
        _completion.TrySetResult(result);
    }

    private protected override void CompleteUnstarted(FinishReason reason, in GenerationTimings timings) =>
        Complete(new EmbeddingResult { FinishReason = reason, PromptTokens = PromptTokens, Timings = timings });
}
