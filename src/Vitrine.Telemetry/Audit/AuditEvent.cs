namespace Vitrine.Telemetry.Audit;

/// <summary>
/// One audited act, as a service tells it to the ledger: who did what to what, when, and how it ended. It holds names only. A prompt, an answer,
/// a setting's value is never in it.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>Its id, a UUID of version 7. Sending it twice records it once.</summary>
    public required Guid EventId { get; init; }

    /// <summary>When it happened by the service's own clock, UTC; milliseconds on the wire.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The service that tells it: <c>gateway</c>, <c>model</c>, <c>forecast</c>, <c>web</c>.</summary>
    public required string Service { get; init; }

    /// <summary>What it was, of the closed list.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>What happened in the service's own words: <c>inference</c>, <c>config_reload</c>, <c>profile</c>.</summary>
    public required string Operation { get; init; }

    /// <summary>Who acted: the name of an API key, a verified user, a caller, <c>system:COMPONENT</c>; null when nobody knows.</summary>
    public string? Actor { get; init; }

    /// <summary>The tenant it concerns, or null.</summary>
    public string? TenantId { get; init; }

    /// <summary>What it concerns: a model, a route object, a kind of profile.</summary>
    public string? SubjectId { get; init; }

    /// <summary>The peer's address without its port.</summary>
    public string? IpAddress { get; init; }

    /// <summary>The trace id, which is the same in every service that took part.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>The request's id.</summary>
    public string? RequestId { get; init; }

    /// <summary>How it ended: <c>ok</c>, <c>error</c>, <c>timeout</c>, <c>rejected</c>, <c>cancelled</c>, <c>abandoned</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Why it ended so, as a low-cardinality name or a sentence of the service's own.</summary>
    public string? Reason { get; init; }

    /// <summary>Names of what was changed, or null when nothing was. Never values.</summary>
    public IReadOnlyList<string>? ChangedFieldNames { get; init; }
}
