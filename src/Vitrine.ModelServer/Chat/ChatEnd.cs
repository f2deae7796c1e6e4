using Vitrine.ModelServer.Api;

namespace Vitrine.ModelServer.Chat;

/// <summary>How an answer ended.</summary>
/// <param name="FinishReason">stop, length, error or cancelled.</param>
/// <param name="Usage">What it cost.</param>
/// <param name="Error">What went wrong, or null.</param>
internal sealed record ChatEnd(string FinishReason, ChatUsage Usage, ApiError? Error);
