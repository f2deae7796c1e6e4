namespace Vitrine.Inference.Generation;

/// <summary>Why a generation or an embedding ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended its turn, a stop text appeared, or the embedding is whole.</summary>
    Stop,

    /// <summary>The token limit or the end of the context was reached.</summary>
    Length,

    /// <summary>The caller cancelled, or the engine was disposed.</summary>
    Cancelled,

    /// <summary>Its slot was given to a job that had waited longer than <see cref="EngineOptions.SlotTimeout"/>; what was generated so far was delivered.</summary>
    Preempted,

    /// <summary>The engine failed; see the result's error.</summary>
    Error,
}
