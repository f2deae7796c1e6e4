using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Answers;

/// <summary>How an answer ended.</summary>
/// <param name="FinishReason">stop, length, error or cancelled.</param>
/// <param name="Usage">What it cost.</param>
/// <param name="Error">What went wrong, or null.</param>
internal sealed record AnswerEnd(string FinishReason, AnswerUsage Usage, ApiError? Error);
