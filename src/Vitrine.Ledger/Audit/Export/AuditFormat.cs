namespace Vitrine.Ledger.Audit.Export;

/// <summary>How records are written into a file. All three hold the same and can be verified (docs/format/audit-export.md).</summary>
public enum AuditFormat
{
    /// <summary>One JSON array of records.</summary>
    Json,

    /// <summary>A record a line, the very bytes that its hash was made over and the hash.</summary>
    Jsonl,

    /// <summary>A header row and a record a row, for spreadsheets.</summary>
    Csv,
}
