using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Models;

/// <summary>An accepted request for a vector, as <see cref="TextEmbedding"/> describes it: outcomes and timings are values, nothing here throws.</summary>
internal interface IEmbedding
{
    /// <summary>Tokens of the text, those that the model puts around it included.</summary>
    int PromptTokens { get; }

    /// <summary>When it entered the queue, a <see cref="System.Diagnostics.Stopwatch"/> timestamp.</summary>
    long QueuedTimestamp { get; }

    /// <summary>When a slot began with it, or null when none ever did.</summary>
    Task<GenerationStart?> GetStartAsync();

    /// <summary>The vector, or why there is none, once the slot is free again.</summary>
    Task<EmbeddingResult> GetResultAsync();
}
