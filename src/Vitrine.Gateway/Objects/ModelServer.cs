using System.Text.Json;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Objects;

/// <summary>A group of pods that serve one model: Kthena's <c>ModelServer</c>.</summary>
/// <param name="Id">Namespace and name.</param>
/// <param name="Spec">The <c>spec</c> as written, for config dumps.</param>
internal sealed record ModelServer(ObjectName Id, JsonElement Spec)
{
    /// <summary>Its name as labels and log lines show it; made once.</summary>
    public string Label { get; } = Id.ToString();

    /// <value>The model's name at the upstream, written into requests in place of the route's; null leaves it.</value>
    public string? Model { get; init; }

    /// <value>What runs in the pods. The default is <see cref="InferenceEngine.Unknown"/>.</value>
    public InferenceEngine Engine { get; init; } = InferenceEngine.Unknown;

    /// <value>Labels that select pods of the same namespace; null selects none. The default is null.</value>
    public IReadOnlyDictionary<string, string>? Selector { get; init; }

    /// <value><c>http</c> or <c>https</c>, of pods whose address names no scheme. The default is <c>http</c>.</value>
    public string Scheme { get; init; } = "http";

    /// <value>The key that its pods want, or null for none. The default is null.</value>
    public UpstreamKey? Key { get; init; }

    /// <value>The port of selected pods; null when none are selected.</value>
    public int? Port { get; init; }

    /// <value>The endpoints that the document lists. The default is none.</value>
    public IReadOnlyList<EndpointSpec> Endpoints { get; init; } = [];

    /// <value>A DNS name whose addresses are endpoints, or null.</value>
    public DnsDiscovery? Dns { get; init; }

    /// <value>How prefill and decode pods are told apart, or null when every pod does both.</value>
    public PdGroup? PdGroup { get; init; }

    /// <value>How prefill hands its cache to decode: <c>http</c>. Others are refused by name.</value>
    public string KvConnector { get; init; } = "http";

    /// <value>From connecting to the response's headers; null takes the gateway's own limit.</value>
    public TimeSpan? Timeout { get; init; }

    /// <value>How failed attempts are repeated.</value>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>Whether its selector takes a pod.</summary>
    public bool Selects(PodObject pod) => Selector is not null && pod.Id.Namespace == Id.Namespace && Labels.Include(pod.Labels, Selector);
}
