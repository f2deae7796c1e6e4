namespace Vitrine.Gateway.Objects;

/// <summary>How often a request may be tried on another pod before its first byte.</summary>
internal sealed record RetryPolicy
{
    /// <value>
    /// Attempts in all, 1 to 11; never more than there are pods. The default is 5. A document's <c>retry.attempts</c> counts, as in Kthena, only
    /// those after the first.
    /// </value>
    public int Attempts { get; init; } = 5;

    /// <value>The pause before each further attempt. The default is none.</value>
    public TimeSpan Interval { get; init; }
}
