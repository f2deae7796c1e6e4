namespace Vitrine.Inference.Generation;

/// <summary>How a generation went, by value: the engine keeps nothing of it.</summary>
public readonly record struct GenerationResult
{
    /// <summary>Why it ended.</summary>
    public required FinishReason FinishReason { get; init; }

    /// <summary>The stop text that ended it, or null.</summary>
    public string? StopText { get; init; }

    /// <summary>The failure behind <see cref="Generation.FinishReason.Error"/>, otherwise null.</summary>
    public Exception? Error { get; init; }

    /// <summary>Tokens of the prompt, the beginning-of-text token included.</summary>
    public required int PromptTokens { get; init; }

    /// <summary>Tokens between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>, those included.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>All other generated tokens; the token that ends the turn is not counted.</summary>
    public int CompletionTokens { get; init; }

    /// <summary>Reasoning and completion tokens together.</summary>
    public int OutputTokens => ReasoningTokens + CompletionTokens;

    /// <summary>The seed that was used: the request's own, or the one drawn for it.</summary>
    public ulong Seed { get; init; }

    /// <summary>When things happened.</summary>
    public required GenerationTimings Timings { get; init; }

    /// <summary>What every layer cost, first layer first; null unless <see cref="EngineOptions.LayerTimings"/> is set and a slot worked on it.</summary>
    public IReadOnlyList<LayerTimings>? Layers { get; init; }
}
