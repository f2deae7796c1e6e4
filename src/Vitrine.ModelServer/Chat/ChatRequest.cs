using Vitrine.Inference.Chat;
using Vitrine.Inference.Sampling;

namespace Vitrine.ModelServer.Chat;

/// <summary>A checked request for a chat completion: everything in it can be done.</summary>
internal sealed record ChatRequest
{
    /// <summary>The model that is asked for; whether it exists is another question.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, at least one turn.</summary>
    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    /// <summary>How to choose tokens and when to stop.</summary>
    public required SamplingOptions Sampling { get; init; }

    /// <summary>Whether the answer is sent as it is made.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a stream ends with OpenAI's extra event that carries usage and no choice.</summary>
    public bool IncludeUsage { get; init; }
}
