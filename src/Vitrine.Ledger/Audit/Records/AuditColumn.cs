namespace Vitrine.Ledger.Audit.Records;

/// <summary>What an audit record says, in the order in which it is written and hashed. Part of the format: append nothing without a new version (docs/format/audit-export.md).</summary>
public enum AuditColumn
{
    /// <summary>Its place in the trail, from 1, without gaps.</summary>
    Sequence,

    /// <summary>The entry of the log that holds the event.</summary>
    LogPosition,

    /// <summary>When the ledger recorded it; never before the record before it.</summary>
    Timestamp,

    /// <summary>The event's id.</summary>
    EventId,

    /// <summary>When it happened by the service's clock.</summary>
    OccurredAt,

    /// <summary>The service that told it.</summary>
    Service,

    /// <summary>What it was, of the closed list.</summary>
    Action,

    /// <summary>What it was in the service's words.</summary>
    Operation,

    /// <summary>Who acted.</summary>
    Actor,

    /// <summary>The tenant that it concerns.</summary>
    TenantId,

    /// <summary>What it concerns.</summary>
    SubjectId,

    /// <summary>Where the actor came from.</summary>
    IpAddress,

    /// <summary>The trace.</summary>
    CorrelationId,

    /// <summary>The request.</summary>
    RequestId,

    /// <summary>How it ended.</summary>
    Outcome,

    /// <summary>Why it ended so.</summary>
    Reason,

    /// <summary>Names of what was changed, as a JSON array.</summary>
    ChangedFieldNames,

    /// <summary>The hash of the record before it.</summary>
    PrevHash,

    /// <summary>Its own hash.</summary>
    Hash,
}
