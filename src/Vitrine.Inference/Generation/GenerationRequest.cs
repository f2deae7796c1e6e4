using Vitrine.Inference.Chat;
using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Generation;

/// <summary>What to generate from: a conversation, a text to continue, or token ids.</summary>
public sealed record GenerationRequest
{
    private GenerationRequest(SamplingOptions sampling) => Sampling = sampling;

    /// <summary>The conversation, or null.</summary>
    public IReadOnlyList<ChatMessage>? Messages { get; private init; }

    /// <summary>The text to continue, or null.</summary>
    public string? Prompt { get; private init; }

    /// <summary>The tokens to continue, or null; used as they are.</summary>
    public IReadOnlyList<int>? PromptTokens { get; private init; }

    /// <summary>How to choose tokens and when to stop.</summary>
    public SamplingOptions Sampling { get; init; }

    /// <summary>Answers a conversation. White space at the start of the answer, and of the reasoning, is not emitted.</summary>
    public static GenerationRequest FromChat(IReadOnlyList<ChatMessage> messages, SamplingOptions sampling) => new(sampling) { Messages = messages };

    /// <summary>Continues a text, in which control tokens are text. The answer begins with whatever white space continues it.</summary>
    public static GenerationRequest FromText(string prompt, SamplingOptions sampling) => new(sampling) { Prompt = prompt };

    /// <summary>Continues token ids.</summary>
    public static GenerationRequest FromTokens(IReadOnlyList<int> tokens, SamplingOptions sampling) => new(sampling) { PromptTokens = tokens };
}
