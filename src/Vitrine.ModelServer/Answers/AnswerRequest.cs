using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;

namespace Vitrine.ModelServer.Answers;

/// <summary>A checked request for an answer: everything in it can be done.</summary>
internal sealed record AnswerRequest
{
    /// <summary>The model that is asked for; whether it exists is another question.</summary>
    public required string Model { get; init; }

    /// <summary>The shape of the answer, which is its endpoint's.</summary>
    public required IAnswerFormat Format { get; init; }

    /// <summary>What to answer: a conversation, a text or tokens, and how.</summary>
    public required GenerationRequest Prompt { get; init; }

    /// <summary>Whether the answer is sent as it is made.</summary>
    public bool Stream { get; init; }

    /// <summary>Whether a stream ends with OpenAI's extra event that carries usage and no choice.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>How to choose tokens and when to stop.</summary>
    public SamplingOptions Sampling => Prompt.Sampling;
}
