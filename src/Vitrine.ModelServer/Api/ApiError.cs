namespace Vitrine.ModelServer.Api;

/// <summary>Why a request gets no answer, in words that its client may read.</summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Message">A sentence that names what was wrong and what is accepted. Never internal text.</param>
internal sealed record ApiError(ErrorCode Code, string Message)
{
    /// <summary>What went wrong inside, for log and debug page only; null when the message says it all.</summary>
    public string? Detail { get; init; }
}
