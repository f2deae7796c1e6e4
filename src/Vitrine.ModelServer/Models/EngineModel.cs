using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Models;

/// <summary>The house's engine as a language model.</summary>
internal sealed class EngineModel(TextEngine engine) : ILanguageModel
{
    public ModelInfo Info => engine.Info;

    public EngineCounters Counters => engine.Counters;

    public bool TrySubmit(GenerationRequest request, [NotNullWhen(true)] out IGeneration? generation, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation)
    {
        var accepted = engine.TrySubmit(request, out var submitted, out refusal, cancellation);
        generation = accepted ? new EngineGeneration(submitted!) : null;
        return accepted;
    }

    public bool TrySubmit(EmbeddingRequest request, [NotNullWhen(true)] out IEmbedding? embedding, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation)
    {
        var accepted = engine.TrySubmit(request, out var submitted, out refusal, cancellation);
        embedding = accepted ? new EngineEmbedding(submitted!) : null;
        return accepted;
    }

    public int CountTokens(string text) => engine.CountTokens(text);

    public void Dispose() => engine.Dispose();

    private sealed class EngineEmbedding(TextEmbedding embedding) : IEmbedding
    {
        public int PromptTokens => embedding.PromptTokens;

        public long QueuedTimestamp => embedding.QueuedTimestamp;

        public Task<GenerationStart?> GetStartAsync() => embedding.GetStartAsync();

        public Task<EmbeddingResult> GetResultAsync() => embedding.GetResultAsync();
    }

    private sealed class EngineGeneration(TextGeneration generation) : IGeneration
    {
        public int PromptTokens => generation.PromptTokens;

        public long QueuedTimestamp => generation.QueuedTimestamp;

        public long PrefillEndedTimestamp => generation.PrefillEndedTimestamp;

        public ChannelReader<TokenEvent> Events => generation.Events;

        public Task<GenerationStart?> GetStartAsync() => generation.GetStartAsync();

        public Task<GenerationResult> GetResultAsync() => generation.GetResultAsync();
    }
}
