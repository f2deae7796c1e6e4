namespace Vitrine.Telemetry.Vocabulary;

/// <summary>
/// What happens in a node of a replicated log: http > write > consensus_prepare | consensus_commit | apply, http > query; view_change and
/// repair by themselves; and the rows a node shows of itself.
/// </summary>
public static class LedgerKinds
{
    /// <summary>One command through the log, from the client's request to its answer.</summary>
    public static readonly Kind Write = Kind.Scope(
        "write",
        [LedgerFacts.Method, LedgerFacts.Tenant, LedgerFacts.Stream],
        LedgerFacts.OpNumber, LedgerFacts.View, LedgerFacts.Bytes, LedgerFacts.Entries, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>The leader writes the operation down and collects acknowledgements from a quorum.</summary>
    public static readonly Kind Prepare = Kind.Scope("consensus_prepare", [], LedgerFacts.Acknowledged);

    /// <summary>The commit number moves over the operation.</summary>
    public static readonly Kind Commit = Kind.Scope("consensus_commit", []);

    /// <summary>Projections that the client waits for take the operation in.</summary>
    public static readonly Kind Apply = Kind.Scope("apply", []);

    /// <summary>One read, over a projection or over the log.</summary>
    public static readonly Kind Query = Kind.Scope(
        "query",
        [LedgerFacts.Method, LedgerFacts.Tenant, LedgerFacts.Stream],
        LedgerFacts.Rows, LedgerFacts.Position, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>One attempt to enter one view; a view that another overtakes ends as a timeout.</summary>
    public static readonly Kind ViewChange = Kind.Scope(
        "view_change",
        [LedgerFacts.View, LedgerFacts.FormerLeader, LedgerFacts.Reason],
        LedgerFacts.Leader, LedgerFacts.CommitNumber, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>Fetching a range of entries from a peer because they are missing or do not verify.</summary>
    public static readonly Kind Repair = Kind.Scope(
        "repair",
        [LedgerFacts.Peer, LedgerFacts.Position, LedgerFacts.Entries],
        LedgerFacts.Bytes, CoreFacts.ErrorType, CoreFacts.ErrorMessage);

    /// <summary>One entry was written to the durable log, on the leader inside a write, on a follower by itself.</summary>
    public static readonly Kind LogAppend = Kind.Point("log_append", LedgerFacts.Tenant, LedgerFacts.Stream, LedgerFacts.Position, LedgerFacts.Bytes);

    /// <summary>The commit number moved forward by the point's value, in entries.</summary>
    public static readonly Kind LogCommit = Kind.Point("log_commit", LedgerFacts.CommitNumber);

    /// <summary>An entry does not verify.</summary>
    public static readonly Kind ChecksumFailure = Kind.Point("checksum_failure", LedgerFacts.Segment, LedgerFacts.Position, LedgerFacts.Check);

    /// <summary>This node became the leader of a view.</summary>
    public static readonly Kind BecameLeader = Kind.Point("became_leader", LedgerFacts.View, LedgerFacts.CommitNumber);

    /// <summary>This node is no longer the leader of a view.</summary>
    public static readonly Kind LostLeadership = Kind.Point("lost_leadership", LedgerFacts.View, LedgerFacts.CommitNumber);

    /// <summary>A projection fell further behind than it may.</summary>
    public static readonly Kind ProjectionStalled = Kind.Point("projection_stalled", LedgerFacts.Projection, LedgerFacts.Applied, LedgerFacts.Lag);

    /// <summary>A projection that had stalled is at the head of the log again.</summary>
    public static readonly Kind ProjectionCaughtUp = Kind.Point("projection_caught_up", LedgerFacts.Projection, LedgerFacts.Applied);

    /// <summary>An audit event was recorded. It names what and who, never a value.</summary>
    public static readonly Kind AuditRecorded = Kind.Point(
        "audit_recorded", LedgerFacts.AuditEventId, LedgerFacts.AuditAction, LedgerFacts.AuditActor, LedgerFacts.Tenant, LedgerFacts.Position);

    /// <summary>The node as consensus sees it: one row.</summary>
    public static readonly Kind Replica = Kind.State(
        "replica",
        LedgerFacts.NodeId, LedgerFacts.ReplicaStatus, LedgerFacts.View, LedgerFacts.Leader, LedgerFacts.OpNumber, LedgerFacts.CommitNumber,
        LedgerFacts.ClusterSize, LedgerFacts.HealthyReplicas);

    /// <summary>The projections: one row each, gone when dropped.</summary>
    public static readonly Kind Projection = Kind.State("projection", LedgerFacts.Projection, LedgerFacts.Applied, LedgerFacts.Lag);

    /// <summary>The tenants: one row with their number.</summary>
    public static readonly Kind Tenants = Kind.State("tenants", LedgerFacts.ActiveTenants);

    /// <summary>The durable log: one row.</summary>
    public static readonly Kind Log = Kind.State("log", LedgerFacts.LogSize, LedgerFacts.Position);

    /// <summary>All kinds of a ledger.</summary>
    public static readonly IReadOnlyList<Kind> All =
    [
        Write, Prepare, Commit, Apply, Query, ViewChange, Repair, LogAppend, LogCommit, ChecksumFailure, BecameLeader, LostLeadership,
        ProjectionStalled, ProjectionCaughtUp, AuditRecorded, Replica, Projection, Tenants, Log,
    ];
}
