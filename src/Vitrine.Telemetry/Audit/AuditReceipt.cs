namespace Vitrine.Telemetry.Audit;

/// <summary>The ledger's answer to an <see cref="AuditBatch"/>, once everything in it is durable.</summary>
/// <param name="Accepted">Events recorded now.</param>
/// <param name="Duplicates">Events that had been recorded before.</param>
public sealed record AuditReceipt(int Accepted, int Duplicates);
