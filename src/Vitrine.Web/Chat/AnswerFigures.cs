using System.Diagnostics;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>What an answer cost and how fast it came, exactly as page, metrics and trace see it.</summary>
internal sealed record AnswerFigures
{
    /// <value>The model that answered.</value>
    public required string Model { get; init; }

    /// <value>Why it ended, or null when it was not told.</value>
    public required string? FinishReason { get; init; }

    /// <value>Tokens of the prompt.</value>
    public required long InputTokens { get; init; }

    /// <value>Generated tokens.</value>
    public required long OutputTokens { get; init; }

    /// <value>Whether tokens are estimated: characters / 4, and events.</value>
    public required bool IsEstimated { get; init; }

    /// <value>From the call of the model to the first piece, or null when none came.</value>
    public required TimeSpan? FirstToken { get; init; }

    /// <value>From the call of the model to the end.</value>
    public required TimeSpan Total { get; init; }

    /// <value>Time of the engine for the prompt, or null when it was not told.</value>
    public required TimeSpan? PromptTime { get; init; }

    /// <value>The engine's word, else (output - 1) / (end - first piece); null for answers of at most one token.</value>
    public required double? TokensPerSecond { get; init; }

    /// <summary>Reads the figures of an answer. Timestamps are <see cref="Stopwatch"/> ticks; <paramref name="first"/> is 0 when no piece came.</summary>
    public static AnswerFigures Of(AnswerChunk said, string asked, long estimatedInput, long start, long first, long end)
    {
        var output = said.OutputTokens ?? said.Pieces;
        var seconds = first == 0 ? 0 : Stopwatch.GetElapsedTime(first, end).TotalSeconds;
        return new AnswerFigures
        {
            Model = said.Model ?? asked,
            FinishReason = said.FinishReason,
            InputTokens = said.InputTokens ?? estimatedInput,
            OutputTokens = output,
            IsEstimated = said.InputTokens is null || said.OutputTokens is null,
            FirstToken = first == 0 ? null : Stopwatch.GetElapsedTime(start, first),
            Total = Stopwatch.GetElapsedTime(start, end),
            PromptTime = said.PromptTime,
            TokensPerSecond = said.TokensPerSecond ?? (output > 1 && seconds > 0 ? (output - 1) / seconds : null),
        };
    }
}
