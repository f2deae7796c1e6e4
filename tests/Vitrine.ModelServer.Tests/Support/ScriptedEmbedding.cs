using System.Diagnostics;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>An embedding of a <see cref="ScriptedModel"/>: done as soon as it is submitted.</summary>
internal sealed class ScriptedEmbedding(int promptTokens, float[] vector) : IEmbedding
{
    public int PromptTokens => promptTokens;

    public long QueuedTimestamp { get; } = Stopwatch.GetTimestamp();

    public Task<GenerationStart?> GetStartAsync() => Task.FromResult<GenerationStart?>(new GenerationStart(0, QueuedTimestamp, QueuedTimestamp));

    public Task<EmbeddingResult> GetResultAsync() => Task.FromResult(new EmbeddingResult
    {
        FinishReason = FinishReason.Stop,
        PromptTokens = promptTokens,
        Values = vector,
        Timings = new GenerationTimings(QueuedTimestamp, QueuedTimestamp, QueuedTimestamp, QueuedTimestamp, 0, 0, Stopwatch.GetTimestamp()),
    });
}
