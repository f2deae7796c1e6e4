using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Ledger.Etcd;

/// <summary>How a node takes part in a cluster that etcd keeps.</summary>
public sealed record EtcdConfig
{
    /// <summary>This node, from 1 to 255: its own member is the one at this place of <see cref="Members"/>.</summary>
    public required int NodeId { get; init; }

    /// <summary>Where the members listen for clients, in the order of the node ids: node i has member i.</summary>
    public required IReadOnlyList<Uri> Members { get; init; }

    /// <summary>Whom the node believes to be a member, and what it shows of itself, where members are <c>https</c>; null for the system's authorities, and nothing.</summary>
    public UpstreamTls? Tls { get; init; }

    /// <summary>What the cluster is called among those that share an etcd: part of every key.</summary>
    public string Cluster { get; init; } = "default";

    /// <summary>Whether this node only reads. One whose member is a learner does so anyway.</summary>
    public bool IsStandby { get; init; }

    /// <summary>How often each member is asked how it is: 250 ms.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A member that has not said for this long how it is has failed: 1 s.</summary>
    public TimeSpan FailureTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What one call may take: 2 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>What a write may take, waiting for a leader included: 5 s.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest batch that one transaction writes: 1 MiB of entries. etcd takes 1.5 MiB unless it is told otherwise by <c>--max-request-bytes</c>.</summary>
    public int BatchBytes { get; init; } = 1024 * 1024;

    /// <summary>Commands that wait for their turn; what comes on top is refused: 4,096.</summary>
    public int QueueCapacity { get; init; } = 4096;
}
