namespace Vitrine.Profiling;

/// <summary>How a service serves profiles of itself.</summary>
public sealed record ProfilingOptions
{
    /// <value>The longest capture that a reader may ask for; more is refused with 400. The default is 10 minutes.</value>
    public TimeSpan LongestCapture { get; init; } = TimeSpan.FromMinutes(10);
}
