namespace Vitrine.Ledger.Engines;

/// <summary>A node as consensus sees it, at one moment.</summary>
public sealed record ReplicaSnapshot
{
    /// <summary>This node, from 1 to 255.</summary>
    public required int NodeId { get; init; }

    /// <summary>What it does.</summary>
    public required ReplicaStatus Status { get; init; }

    /// <summary>The view: etcd's raft term, or how often the file engine has recovered.</summary>
    public required long View { get; init; }

    /// <summary>The leader's node id; 0 when there is none.</summary>
    public required int Leader { get; init; }

    /// <summary>The newest position known to be in the log.</summary>
    public required long OpNumber { get; init; }

    /// <summary>The newest position durable in the own copy; never beyond <see cref="OpNumber"/>.</summary>
    public required long CommitNumber { get; init; }

    /// <summary>Nodes of the cluster.</summary>
    public required int ClusterSize { get; init; }

    /// <summary>Nodes heard of within the failure timeout, this one included.</summary>
    public required int HealthyReplicas { get; init; }

    /// <summary>Whether this node leads.</summary>
    public bool IsLeader => Leader == NodeId;
}
