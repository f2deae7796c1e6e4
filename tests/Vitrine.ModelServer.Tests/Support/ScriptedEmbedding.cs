using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>An embedding of a <see cref="ScriptedModel"/>: done as soon as it is submitted, or held until it is cancelled. Without a vector it fails.</summary>
[SuppressMessage("Usage", "VSTHRD003:Avoid awaiting foreign Tasks", Justification = "The test completes them.")]
internal sealed class ScriptedEmbedding : IEmbedding
{
    private readonly TaskCompletionSource<EmbeddingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly float[]? _vector;

    public ScriptedEmbedding(int promptTokens, float[]? vector, bool isHeld, CancellationToken cancellation)
    {
        (PromptTokens, _vector) = (promptTokens, vector);
        if (isHeld) cancellation.Register(() => End(FinishReason.Cancelled));
        else End(vector is null ? FinishReason.Error : FinishReason.Stop);
    }

    public int PromptTokens { get; }

    public long QueuedTimestamp { get; } = Stopwatch.GetTimestamp();

    public Task<GenerationStart?> GetStartAsync() => Task.FromResult<GenerationStart?>(new GenerationStart(0, QueuedTimestamp, QueuedTimestamp));

    public Task<EmbeddingResult> GetResultAsync() => _result.Task;

    private void End(FinishReason reason) => _result.TrySetResult(new EmbeddingResult
    {
        FinishReason = reason,
        Error = reason == FinishReason.Error ? new InvalidOperationException("secret") : null,
        PromptTokens = PromptTokens,
        Values = reason == FinishReason.Stop ? _vector : null,
        Timings = new GenerationTimings(QueuedTimestamp, QueuedTimestamp, QueuedTimestamp, reason == FinishReason.Stop ? QueuedTimestamp : 0, 0, 0, Stopwatch.GetTimestamp()),
    });
}
