namespace Vitrine.Telemetry.Vocabulary;

/// <summary>Acts upon a service that no scope of a request tells, and the state of its audit trail. Requests need none of these: their own scopes are audited.</summary>
public static class AuditKinds
{
    /// <summary>Another configuration was put in force.</summary>
    public static readonly Kind ConfigReload = Kind.Point("config_reload", AuditFacts.Subject, AuditFacts.Changed);

    /// <summary>The service was started with prompts and answers in its log.</summary>
    public static readonly Kind InsecureLogging = Kind.Point("insecure_logging", AuditFacts.Changed);

    /// <summary>Somebody was given a profile of the running process, or a recording of its events.</summary>
    public static readonly Kind ProfileTaken = Kind.Point("profile_taken", AuditFacts.Subject, HttpFacts.Caller, GuardFacts.PeerAddress);

    /// <summary>Somebody was refused at a path whose requests open no scope.</summary>
    public static readonly Kind AccessRefused = Kind.Point("access_refused", HttpFacts.Path, CoreFacts.ErrorType, GuardFacts.PeerAddress);

    /// <summary>The way of the entries to the ledger: one row, none without a ledger.</summary>
    public static readonly Kind Outbox = Kind.State("audit_outbox", AuditFacts.Backlog, AuditFacts.Sent, AuditFacts.Rejected, AuditFacts.LastSent);

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Kind> All = [ConfigReload, InsecureLogging, ProfileTaken, AccessRefused, Outbox];
}
