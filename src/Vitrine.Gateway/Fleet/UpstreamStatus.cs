namespace Vitrine.Gateway.Fleet;

/// <summary>What is known of one upstream. Immutable.</summary>
/// <param name="Upstream">The upstream.</param>
/// <param name="Models">The models that it last named; empty while it has named none.</param>
/// <param name="Error">Why it did not answer when asked last, or null.</param>
/// <param name="AnsweredAt">When it last answered; null when never.</param>
internal sealed record UpstreamStatus(UpstreamOptions Upstream, IReadOnlyList<string> Models, string? Error, DateTimeOffset? AnsweredAt)
{
    /// <value>How often in a row it was asked in vain.</value>
    public int Misses { get; init; }

    /// <summary>The same after it was asked in vain.</summary>
    public UpstreamStatus Missed(string error) => this with { Error = error, Misses = Misses + 1 };
}
