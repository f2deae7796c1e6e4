namespace Vitrine.Gateway.Objects;

/// <summary>What dumps show of a pod besides its address.</summary>
/// <param name="NodeName">The machine it runs on; empty when nobody said.</param>
/// <param name="Phase">Kubernetes' word: <c>Running</c>.</param>
/// <param name="StartedAt">When it started, or null.</param>
internal sealed record PodInfo(string NodeName, string Phase, DateTimeOffset? StartedAt)
{
    /// <summary>An endpoint of which nothing more is known.</summary>
    public static readonly PodInfo Running = new("", "Running", null);
}
