namespace Vitrine.Inference.Generation;

/// <summary>What an engine is doing now; a job is a generation or an embedding. Each number is read for itself, at the moment of the scrape.</summary>
/// <param name="QueueDepth">Jobs that wait.</param>
/// <param name="QueueCapacity">Jobs that may wait.</param>
/// <param name="Running">Jobs that have a slot.</param>
/// <param name="Slots">Jobs that could have one.</param>
/// <param name="KvPositionsUsed">Positions filled in the key/value caches of all slots.</param>
/// <param name="KvPositionsCapacity">Positions reserved for all slots.</param>
public readonly record struct EngineCounters(int QueueDepth, int QueueCapacity, int Running, int Slots, int KvPositionsUsed, int KvPositionsCapacity)
{
    /// <summary>Positions of prompts computed since the load.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Positions of answers computed since the load.</summary>
    public long AnswerTokens { get; init; }
}
