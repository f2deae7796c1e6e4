using Vitrine.Gateway.Objects;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Fleet;

/// <summary>What the configuration says of a pod and may change while the pod lives on.</summary>
/// <param name="Metrics">Where its metrics stand; null for <c>/metrics</c> of its address.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Info">What dumps show of it.</param>
internal sealed record PodDescription(Uri? Metrics, IReadOnlyDictionary<string, string> Labels, PodInfo Info)
{
    /// <summary>The key that it wants, or null for none.</summary>
    public UpstreamKey? Key { get; init; }
}
