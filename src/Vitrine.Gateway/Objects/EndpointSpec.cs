using Vitrine.Gateway.Fleet;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Objects;

/// <summary>An endpoint that a document lists: it stands for a pod.</summary>
/// <param name="Name">The pod's name; unique in its namespace.</param>
/// <param name="Address">Where its API answers, scheme and authority: <c>http://10.0.0.7:8000</c>.</param>
/// <param name="Metrics">Where its metrics stand, when not at <c>/metrics</c> of the address; null otherwise.</param>
/// <param name="Labels">Labels, for prefill/decode groups and dumps.</param>
internal sealed record EndpointSpec(string Name, Uri Address, Uri? Metrics, IReadOnlyDictionary<string, string> Labels)
{
    /// <value>What it does of a request, when the document says so; null leaves it to its labels.</value>
    public PodRole? Role { get; init; }

    /// <value>The key that it wants; null for that of its model server.</value>
    public UpstreamKey? Key { get; init; }
}
