using System.Diagnostics.CodeAnalysis;
using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Models;

/// <summary>What the server needs of an engine. The house's own stands behind <see cref="EngineModel"/>; tests put a scripted one in its place.</summary>
internal interface ILanguageModel : IDisposable
{
    /// <summary>What the model is and what it costs.</summary>
    ModelInfo Info { get; }

    /// <summary>What the engine is doing now; read at every scrape.</summary>
    EngineCounters Counters { get; }

    /// <summary>Checks a request and puts it in the engine's queue, or says why not.</summary>
    bool TrySubmit(GenerationRequest request, [NotNullWhen(true)] out IGeneration? generation, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation);

    /// <summary>Checks a text to embed and puts it in the same queue, or says why not.</summary>
    bool TrySubmit(EmbeddingRequest request, [NotNullWhen(true)] out IEmbedding? embedding, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation);

    /// <summary>Tokens of a text, without those that the model puts around every text.</summary>
    int CountTokens(string text);
}
