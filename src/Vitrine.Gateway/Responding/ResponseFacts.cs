using Vitrine.Gateway.Pipeline;

namespace Vitrine.Gateway.Responding;

/// <summary>What an upstream's answer said of itself while it passed. Absent figures are null.</summary>
internal sealed class ResponseFacts
{
    /// <summary>Tokens of the prompt.</summary>
    public long? InputTokens { get; set; }

    /// <summary>Tokens generated.</summary>
    public long? OutputTokens { get; set; }

    /// <summary>Prompt tokens that came from a cache.</summary>
    public long? CachedTokens { get; set; }

    /// <summary>Pieces of the answer that were not empty, of every choice: text, reasoning, refusals and tool calls.</summary>
    public long Pieces { get; set; }

    /// <summary>Unicode characters of those pieces, tool calls left out.</summary>
    public long Characters { get; set; }

    /// <summary>Why generation stopped, the last reason given; null when none was.</summary>
    public string? FinishReason { get; set; }

    /// <summary>Whether the stream said that it is complete, by <c>[DONE]</c>.</summary>
    public bool IsDone { get; set; }

    /// <summary>Whether an error stood in the answer.</summary>
    public bool HasError { get; set; }

    /// <summary>Events, or whole bodies, that passed unread: too long, or not JSON.</summary>
    public long Unread { get; set; }

    /// <summary>Events that were kept from the client because only the gateway had asked for them.</summary>
    public long Stripped { get; set; }

    /// <summary>Writes what is known into a request's usage.</summary>
    /// <param name="usage">The usage, with the gateway's estimate of the input.</param>
    /// <param name="countedTokens">The output as counted here, for an upstream that says nothing.</param>
    public void WriteTo(ref TokenUsage usage, long countedTokens)
    {
        usage.Input = InputTokens ?? usage.Input;
        usage.Output = OutputTokens ?? countedTokens;
        usage.Cached = CachedTokens ?? 0;
        // Embeddings have a usage without an output, and nothing to count.
        usage.IsEstimated = OutputTokens is null && (InputTokens is null || countedTokens > 0);
    }
}
