namespace Vitrine.Web.Engine;

/// <summary>What is known of one model in an engine's memory. What nobody told is null, and not shown.</summary>
/// <param name="Model">Its name; empty when nobody told it.</param>
internal sealed record EngineFigures(string Model)
{
    /// <value>What runs it: <c>llama.cpp</c>, <c>vitrine</c>, or what was posted.</value>
    public string? Type { get; init; }

    /// <value>The context window in tokens.</value>
    public long? ContextSize { get; init; }

    /// <value>Threads that compute.</value>
    public long? Threads { get; init; }

    /// <value>Prompt tokens computed together.</value>
    public long? BatchSize { get; init; }

    /// <value>Bytes of the key/value cache for one token.</value>
    public long? BytesPerToken { get; init; }

    /// <value>Bytes of the model in memory.</value>
    public long? MemoryBytes { get; init; }

    /// <value>Speed of the last answer.</value>
    public double? TokensPerSecond { get; init; }

    /// <summary>These figures, and where they have none, those of <paramref name="other"/>.</summary>
    public EngineFigures Or(EngineFigures? other) => other is null ? this : this with
    {
        Type = Type ?? other.Type,
        ContextSize = ContextSize ?? other.ContextSize,
        Threads = Threads ?? other.Threads,
        BatchSize = BatchSize ?? other.BatchSize,
        BytesPerToken = BytesPerToken ?? other.BytesPerToken,
        MemoryBytes = MemoryBytes ?? other.MemoryBytes,
        TokensPerSecond = TokensPerSecond ?? other.TokensPerSecond,
    };
}
