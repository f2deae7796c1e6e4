namespace Vitrine.Telemetry.Audit.Shipping;

/// <summary>What became of a batch.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Problem">Why it was not taken, in words; null when it was.</param>
/// <param name="RetryAfter">When the ledger asks to be asked again; null when it says nothing.</param>
internal readonly record struct LedgerAnswer(LedgerVerdict Verdict, string? Problem = null, TimeSpan? RetryAfter = null);
