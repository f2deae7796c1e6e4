namespace Vitrine.ModelServer.Answers;

/// <summary>What every part of an answer repeats.</summary>
/// <param name="Id"><c>chatcmpl-</c> or <c>cmpl-</c>, and a UUID.</param>
/// <param name="Model">The model that answers.</param>
/// <param name="CreatedAt">When the answer began, in seconds since 1970.</param>
internal sealed record AnswerHead(string Id, string Model, long CreatedAt);
