namespace Vitrine.Traffic;

/// <summary>How a call went.</summary>
/// <param name="Outcome">What became of it.</param>
internal readonly record struct CallResult(CallOutcome Outcome)
{
    /// <summary>The HTTP status, 0 when none came.</summary>
    public int Status { get; init; }

    /// <summary>When the first text of a stream came, as a timestamp of the run's clock; 0 when none did.</summary>
    public long FirstTokenAt { get; init; }

    /// <summary>When it ended, as a timestamp of the run's clock.</summary>
    public long EndedAt { get; init; }

    /// <summary>The prompt's tokens, as the service counted them.</summary>
    public long InputTokens { get; init; }

    /// <summary>The answer's tokens.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Whether the service did not say how many tokens there were, and the events with text were counted.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public string? Problem { get; init; }
}
