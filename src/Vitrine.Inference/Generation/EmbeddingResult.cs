namespace Vitrine.Inference.Generation;

/// <summary>How an embedding went, by value: the engine keeps nothing of it.</summary>
public readonly record struct EmbeddingResult
{
    /// <summary>Why it ended; <see cref="FinishReason.Stop"/> when it is whole.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>The failure behind <see cref="Generation.FinishReason.Error"/>, otherwise null.</summary>
    public Exception? Error { get; init; }

    /// <summary>Tokens of the text, those that the model puts around it included.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>The vector, <see cref="ModelInfo.EmbeddingLength"/> floats of length 1 together; null unless <see cref="FinishReason"/> is <see cref="FinishReason.Stop"/>.</summary>
    public float[]? Values { get; init; }

    /// <summary>When things happened; there is never a first or last token.</summary>
    public required GenerationTimings Timings { get; init; }

    /// <summary>What every layer cost, first layer first; null unless <see cref="EngineOptions.LayerTimings"/> is set and a slot worked on it.</summary>
    public IReadOnlyList<LayerTimings>? Layers { get; init; }
}
