namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of a replicated log, of its requests and of the node that holds it.</summary>
public static class LedgerFacts
{
    /// <summary>This node, from 1 to 255; belongs into the service's resource.</summary>
    public static readonly Fact<long> NodeId = Fact.Integer("vitrine.node.id", origin: FactOrigin.Resource);

    /// <summary>What the client asked for: append, query, and what a role adds to them.</summary>
    public static readonly Fact<string> Method = Fact.Text("vitrine.ledger.method");

    /// <summary>The tenant, as the client wrote it.</summary>
    public static readonly Fact<string> Tenant = Fact.Text("vitrine.ledger.tenant_id", FactOrigin.Client);

    /// <summary>The tenant's stream, as the client wrote it.</summary>
    public static readonly Fact<string> Stream = Fact.Text("vitrine.ledger.stream_id", FactOrigin.Client);

    /// <summary>Bytes on disk, framing included.</summary>
    public static readonly Fact<long> Bytes = Fact.Integer("vitrine.ledger.bytes", "By");

    /// <summary>Entries concerned.</summary>
    public static readonly Fact<long> Entries = Fact.Integer("vitrine.ledger.entries", "{entry}");

    /// <summary>A position of the log: the entry's own, or the first of a range.</summary>
    public static readonly Fact<long> Position = Fact.Integer("vitrine.ledger.position");

    /// <summary>Rows that a query returned.</summary>
    public static readonly Fact<long> Rows = Fact.Integer("vitrine.ledger.rows", "{row}");

    /// <summary>The segment file concerned.</summary>
    public static readonly Fact<string> Segment = Fact.Text("vitrine.ledger.segment", FactOrigin.Resolved);

    /// <summary>What does not verify: crc, hash_chain, frame.</summary>
    public static readonly Fact<string> Check = Fact.Text("vitrine.ledger.check");

    /// <summary>The consensus view.</summary>
    public static readonly Fact<long> View = Fact.Integer("vitrine.consensus.view");

    /// <summary>The leader's node id; 0 when there is none.</summary>
    public static readonly Fact<long> Leader = Fact.Integer("vitrine.consensus.leader");

    /// <summary>The leader of the view before; 0 when there was none.</summary>
    public static readonly Fact<long> FormerLeader = Fact.Integer("vitrine.consensus.former_leader");

    /// <summary>Why the view changes: leader_lost, restart, requested.</summary>
    public static readonly Fact<string> Reason = Fact.Text("vitrine.consensus.reason");

    /// <summary>The number of the newest operation, or of the one concerned.</summary>
    public static readonly Fact<long> OpNumber = Fact.Integer("vitrine.consensus.op_number");

    /// <summary>The number of the newest committed operation.</summary>
    public static readonly Fact<long> CommitNumber = Fact.Integer("vitrine.consensus.commit_number");

    /// <summary>Replicas that acknowledged, this one included.</summary>
    public static readonly Fact<long> Acknowledged = Fact.Integer("vitrine.consensus.acknowledged", "{replica}");

    /// <summary>The replica on the other side.</summary>
    public static readonly Fact<long> Peer = Fact.Integer("vitrine.consensus.peer");

    /// <summary>What the replica does: normal, view_change, recovering, standby.</summary>
    public static readonly Fact<string> ReplicaStatus = Fact.Text("vitrine.replica.status");

    /// <summary>Replicas of the cluster.</summary>
    public static readonly Fact<long> ClusterSize = Fact.Integer("vitrine.cluster.size", "{replica}");

    /// <summary>Replicas heard of within the failure timeout, this one included.</summary>
    public static readonly Fact<long> HealthyReplicas = Fact.Integer("vitrine.cluster.healthy", "{replica}");

    /// <summary>The name of a projection.</summary>
    public static readonly Fact<string> Projection = Fact.Text("vitrine.projection.name", FactOrigin.Resolved);

    /// <summary>The last log position a projection applied.</summary>
    public static readonly Fact<long> Applied = Fact.Integer("vitrine.projection.applied");

    /// <summary>Positions between a projection and the head of the log.</summary>
    public static readonly Fact<long> Lag = Fact.Integer("vitrine.projection.lag", "{entry}");

    /// <summary>Tenants that are registered and not sealed.</summary>
    public static readonly Fact<long> ActiveTenants = Fact.Integer("vitrine.ledger.active_tenants", "{tenant}");

    /// <summary>Size of the log on disk.</summary>
    public static readonly Fact<long> LogSize = Fact.Integer("vitrine.ledger.size", "By");

    /// <summary>What an audited action did, from a closed list: RecordSigned, AccessDenied, DataExported.</summary>
    public static readonly Fact<string> AuditAction = Fact.Text("vitrine.audit.action");

    /// <summary>Who acted.</summary>
    public static readonly Fact<string> AuditActor = Fact.Text("vitrine.audit.actor", FactOrigin.Client);

    /// <summary>The id of the audit event.</summary>
    public static readonly Fact<string> AuditEventId = Fact.Text("vitrine.audit.event_id", FactOrigin.Resolved);
}
