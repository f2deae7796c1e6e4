namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of an act that only the audit trail asks about, and of the way its entries take.</summary>
public static class AuditFacts
{
    /// <summary>What an act concerns: a kind of profile, a folder of documents.</summary>
    public static readonly Fact<string> Subject = Fact.Text("vitrine.audit.subject", FactOrigin.Resolved);

    /// <summary>Names of what it changed, commas between them; never values.</summary>
    public static readonly Fact<string> Changed = Fact.Text("vitrine.audit.changed", FactOrigin.Resolved);

    /// <summary>Entries on disk that the ledger has not taken yet.</summary>
    public static readonly Fact<long> Backlog = Fact.Integer("vitrine.audit.backlog", "By");

    /// <summary>Entries that the ledger took.</summary>
    public static readonly Fact<long> Sent = Fact.Integer("vitrine.audit.sent", "{entry}");

    /// <summary>Entries that the ledger refused, which were set aside.</summary>
    public static readonly Fact<long> Rejected = Fact.Integer("vitrine.audit.rejected", "{entry}");

    /// <summary>When the ledger last took something, in seconds since 1970; absent when it never did.</summary>
    public static readonly Fact<double> LastSent = Fact.Real("vitrine.audit.last_sent", "s");
}
