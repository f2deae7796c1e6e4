namespace Vitrine.Web.Upstream;

/// <summary>How long an upstream may take, and how much it may say at once.</summary>
internal sealed record UpstreamLimits
{
    /// <value>Time from the request to the first event of the answer.</value>
    public required TimeSpan FirstByteTimeout { get; init; }

    /// <value>Time between two events.</value>
    public required TimeSpan IdleTimeout { get; init; }

    /// <value>The longest event that is read.</value>
    public int MaxEventBytes { get; init; } = 1024 * 1024;

    /// <value>The longest list of models that is read.</value>
    public int MaxListBytes { get; init; } = 4 * 1024 * 1024;

    /// <value>Time for a list of models, or for the word whether requests are taken.</value>
    public TimeSpan ListTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
