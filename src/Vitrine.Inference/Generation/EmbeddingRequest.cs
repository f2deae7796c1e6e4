namespace Vitrine.Inference.Generation;

/// <summary>What to embed: a text or token ids.</summary>
public sealed record EmbeddingRequest
{
    private EmbeddingRequest()
    {
    }

    /// <summary>The text, or null.</summary>
    public string? Text { get; private init; }

    /// <summary>The tokens, or null; used as they are.</summary>
    public IReadOnlyList<int>? Tokens { get; private init; }

    /// <summary>Embeds a text, in which control tokens are text. The tokens that the model puts around every text are added.</summary>
    public static EmbeddingRequest FromText(string text) => new() { Text = text };

    /// <summary>Embeds token ids.</summary>
    public static EmbeddingRequest FromTokens(IReadOnlyList<int> tokens) => new() { Tokens = tokens };
}
