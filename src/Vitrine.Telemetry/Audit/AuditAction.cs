namespace Vitrine.Telemetry.Audit;

/// <summary>What an audited act was, from a list that is closed: queries and reports may count on it. The names are those on the wire.</summary>
public enum AuditAction
{
    /// <summary>A person agreed that data is used.</summary>
    ConsentGranted,

    /// <summary>A person no longer agrees.</summary>
    ConsentWithdrawn,

    /// <summary>A person asked for the deletion of what is known of them.</summary>
    ErasureRequested,

    /// <summary>It was deleted.</summary>
    ErasureCompleted,

    /// <summary>It was kept, for a reason that the law knows.</summary>
    ErasureExempted,

    /// <summary>A field was hidden from somebody.</summary>
    FieldMasked,

    /// <summary>Something is not as it must be: a record has gaps, data left its place.</summary>
    BreachDetected,

    /// <summary>Those concerned were told.</summary>
    BreachNotified,

    /// <summary>It is as it must be again.</summary>
    BreachResolved,

    /// <summary>Data left the service otherwise than as an answer: an export, a profile.</summary>
    DataExported,

    /// <summary>Somebody was let in, and answered.</summary>
    AccessGranted,

    /// <summary>Somebody was refused.</summary>
    AccessDenied,

    /// <summary>What the service does with requests changed: its configuration, what it logs.</summary>
    PolicyChanged,

    /// <summary>A value was replaced by a token.</summary>
    TokenizationApplied,

    /// <summary>A record was signed.</summary>
    RecordSigned,
}
