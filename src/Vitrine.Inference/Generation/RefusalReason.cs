namespace Vitrine.Inference.Generation;

/// <summary>Why a request was not accepted.</summary>
public enum RefusalReason
{
    /// <summary>As many jobs wait as may wait.</summary>
    QueueFull,

    /// <summary>The prompt does not fit, or leaves no position for an answer.</summary>
    PromptTooLong,

    /// <summary>The prompt has no token, or a token id that the model does not have.</summary>
    InvalidPrompt,

    /// <summary>Sampling options are out of range.</summary>
    InvalidOptions,

    /// <summary>The engine is being disposed.</summary>
    EngineStopped,
}
