using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Heads;
using Vitrine.Ledger.Audit.Records;

namespace Vitrine.Audit;

/// <summary>What a verification found, and what it could not look at.</summary>
/// <param name="subject">What was verified.</param>
/// <param name="chain">The chain.</param>
/// <param name="head">The signed head, or null.</param>
/// <param name="key">The public key to check its signature with, or null; used here and not afterwards.</param>
/// <param name="log">What the ledger itself says of trail and log, or null when it was not asked.</param>
internal sealed class VerificationReport(string subject, AuditVerifier chain, AuditHead? head, AuditSignature? key, LogAgreement? log = null)
{
    private readonly string? _keyId = key?.KeyId;

    /// <summary>What is wrong, in a sentence; null when everything that was looked at is right.</summary>
    public string? Problem { get; } =
        chain.Fault?.ToString() ?? (head is not null && key is not null ? key.WhatIsWrong(head) : null) ?? head?.WhatIsWrong(chain) ?? log?.Problem;

    /// <summary>The report for people.</summary>
    public IEnumerable<string> Lines()
    {
        yield return Problem is null ? $"{subject}: whole" : $"{subject}: NOT whole";
        if (Problem is not null) yield return $"  problem    {Problem}";
        yield return $"  records    {RecordsLine()}";
        yield return chain.Fault is null ? "  chain      every record follows the one before it, and none was altered" : $"  chain      the first {chain.Count:N0} records are whole; what lies behind was not looked at";
        if (chain.Fault is not null) yield break;
        yield return head is null
            ? "  head       none: a chain alone cannot show that records were cut off at either end, or that all of it was made anew"
            : $"  head       {head.Count:N0} records{(head.Count > 0 ? $", sequence {head.FirstSequence} to {head.LastSequence}" : "")}, as of {head.SignedAt}";
        if (head is null) yield break;
        if (log is not null) yield return log.Problem is null ? "  log        the ledger made the trail anew from its log, and the two agree" : "  log        the ledger's log and its trail differ";
        yield return _keyId is null
            ? "  signature  not checked: name the ledger's public key with --public-key FILE (GET /v1/audit/public-key)"
            : $"  signature  checked with key {_keyId[..16]}";
    }

    private string RecordsLine() => chain.Count == 0
        ? "0"
        : $"{chain.Count:N0}, sequence {chain.FirstSequence} to {chain.Last.Sequence}, the last recorded {AuditInstant.Write(chain.Last.TimestampMs)}";
}
