namespace Vitrine.Gateway.Pipeline;

/// <summary>Tokens of one request, as far as known.</summary>
internal struct TokenUsage
{
    /// <summary>Tokens of the prompt: the upstream's figure, or the estimate.</summary>
    public long Input;

    /// <summary>Tokens generated: the upstream's figure, or the events counted.</summary>
    public long Output;

    /// <summary>Prompt tokens that the upstream had cached; 0 when it says nothing.</summary>
    public long Cached;

    /// <summary>Whether <see cref="Output"/> is counted here because the upstream said nothing.</summary>
    public bool IsEstimated;
}
