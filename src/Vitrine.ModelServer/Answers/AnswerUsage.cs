using System.Diagnostics;
using Vitrine.Inference.Generation;

namespace Vitrine.ModelServer.Answers;

/// <summary>What an answer cost, exactly as the client, the metrics and the log see it.</summary>
/// <param name="PromptTokens">Tokens of the prompt.</param>
/// <param name="ReasoningTokens">Generated tokens between the think tags, those included.</param>
/// <param name="CompletionTokens">Generated tokens of the answer.</param>
/// <param name="TokensPerSecond">Rate after the first token; 0 for answers of at most one.</param>
/// <param name="TimeToFirstToken">From the start of work in a slot; zero when no token came.</param>
internal readonly record struct AnswerUsage(int PromptTokens, int ReasoningTokens, int CompletionTokens, double TokensPerSecond, TimeSpan TimeToFirstToken)
{
    /// <summary>Generated tokens.</summary>
    public int OutputTokens => ReasoningTokens + CompletionTokens;

    /// <summary>All tokens.</summary>
    public int TotalTokens => PromptTokens + OutputTokens;

    /// <summary>Mean time between tokens after the first, or null for answers of at most one.</summary>
    public TimeSpan? TimePerOutputToken => TokensPerSecond > 0 ? TimeSpan.FromSeconds(1 / TokensPerSecond) : null;

    /// <summary>Reads the usage from a result. The rate follows spec/kronk.md: (output - 1) / (end - first token).</summary>
    public static AnswerUsage Of(in GenerationResult result, TimeSpan timeToFirstToken)
    {
        var seconds = result.Timings.FirstToken == 0 ? 0 : Stopwatch.GetElapsedTime(result.Timings.FirstToken, result.Timings.Finished).TotalSeconds;
        var rate = result.OutputTokens > 1 && seconds > 0 ? (result.OutputTokens - 1) / seconds : 0;
        return new AnswerUsage(result.PromptTokens, result.ReasoningTokens, result.CompletionTokens, rate, timeToFirstToken);
    }
}
