using Vitrine.Ledger.Entries;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Engines;

/// <summary>What an engine tells beside its answers: entries that are durable, damage, leadership. Every engine tells it here, so that all tell it alike.</summary>
public sealed class EngineTelemetry(ITelemetry telemetry)
{
    /// <summary>An entry is durable in the own copy, framing included.</summary>
    public void Appended(LogEntry entry, long bytes) =>
        telemetry.Point(LedgerKinds.LogAppend).Set(LedgerFacts.Tenant, entry.Tenant).Set(LedgerFacts.Stream, entry.Stream).Set(LedgerFacts.Position, entry.Position).Set(LedgerFacts.Bytes, bytes).Emit();

    /// <summary>The commit number moved on over some entries.</summary>
    public void Committed(long commitNumber, long entries) => telemetry.Point(LedgerKinds.LogCommit).Set(LedgerFacts.CommitNumber, commitNumber).Emit(entries);

    /// <summary>An entry does not verify.</summary>
    public void ChecksumFailed(LogDamageException damage) =>
        telemetry.Point(LedgerKinds.ChecksumFailure).Set(LedgerFacts.Segment, damage.Segment).Set(LedgerFacts.Position, damage.Position).Set(LedgerFacts.Check, NameOf(damage.Check)).Emit();

    /// <summary>This node leads from now on.</summary>
    public void BecameLeader(long view, long commitNumber) => telemetry.Point(LedgerKinds.BecameLeader).Set(LedgerFacts.View, view).Set(LedgerFacts.CommitNumber, commitNumber).Emit();

    /// <summary>This node leads no longer.</summary>
    public void LostLeadership(long view, long commitNumber) => telemetry.Point(LedgerKinds.LostLeadership).Set(LedgerFacts.View, view).Set(LedgerFacts.CommitNumber, commitNumber).Emit();

    /// <summary>A view change begins; the scope ends when a leader is known (ok), when the next one overtakes it (timeout) or when the node stops (abandoned).</summary>
    public Operation BeginViewChange(long view, int formerLeader, string reason) =>
        telemetry.Begin(LedgerKinds.ViewChange).Set(LedgerFacts.View, view).Set(LedgerFacts.FormerLeader, formerLeader).Set(LedgerFacts.Reason, reason).Opened();

    /// <summary>A repair begins: a range of entries is fetched from a peer, or from the cluster (peer 0).</summary>
    public Operation BeginRepair(int peer, long position, long entries) =>
        telemetry.Begin(LedgerKinds.Repair).Set(LedgerFacts.Peer, peer).Set(LedgerFacts.Position, position).Set(LedgerFacts.Entries, entries).Opened();

    /// <summary>The word for what does not verify, in signals and answers.</summary>
    internal static string NameOf(LogCheck check) => check switch { LogCheck.Crc => "crc", LogCheck.HashChain => "hash_chain", _ => "frame" };
}
