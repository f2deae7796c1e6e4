namespace Vitrine.Inference.Generation;

/// <summary>Why a generation ended.</summary>
public enum FinishReason
{
    /// <summary>The model ended its turn, or a stop text appeared.</summary>
    Stop,

    /// <summary>The token limit or the end of the context was reached.</summary>
    Length,

    /// <summary>The caller cancelled, or the engine was disposed.</summary>
    Cancelled,

    /// <summary>The engine failed; see <see cref="GenerationResult.Error"/>.</summary>
    Error,
}
