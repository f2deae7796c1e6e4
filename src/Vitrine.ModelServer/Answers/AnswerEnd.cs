using Vitrine.ModelServer.Api;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.ModelServer.Answers;

/// <summary>How an answer ended.</summary>
/// <param name="FinishReason">stop, length, error or cancelled.</param>
/// <param name="Usage">What it cost.</param>
/// <param name="Error">What went wrong, or null.</param>
internal sealed record AnswerEnd(string FinishReason, AnswerUsage Usage, ApiError? Error)
{
    /// <summary>Tells the answer's scope what it cost.</summary>
    public void Describe(Operation inference)
    {
        inference
            .Set(GenAiFacts.FinishReason, FinishReason)
            .Set(GenAiFacts.ReasoningTokens, Usage.ReasoningTokens)
            .Set(GenAiFacts.CompletionTokens, Usage.CompletionTokens)
            .Set(GenAiFacts.OutputTokens, Usage.OutputTokens)
            .Set(GenAiFacts.TotalTokens, Usage.TotalTokens)
            .Set(GenAiFacts.TokensPerSecond, Usage.TokensPerSecond);
        if (Usage.TimePerOutputToken is { } perToken) inference.Set(GenAiFacts.TimePerOutputToken, perToken);
    }
}
