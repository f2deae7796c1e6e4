using Vitrine.Chaos.Histories;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Invariants;

/// <summary>Walks a whole log and holds it against what the writers know.</summary>
internal sealed class LogWalk(Checks checks, ClientHistory history, string copy)
{
    // By docs/audit.md.
    private const string AuditTenant = "audit";

    // First and last position of each command that was met, by its number.
    private readonly Dictionary<int, (long First, long Last)> _met = [];
    private readonly HashSet<(EntryKind Kind, string Tenant, string Stream)> _made = [];
    private readonly Dictionary<long, LogEntry> _marks = [];
    private LogHead _head = LogHead.Empty;
    private (int Number, int Remaining) _open;

    /// <summary>Walks.</summary>
    /// <param name="entries">All of them, from position 1.</param>
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public void Check(IReadOnlyList<LogEntry> entries)
    {
        foreach (var entry in entries)
        {
            CheckPlace(entry);
            _head = entry.Head;
            // A node keeps its own audit trail in the log, too.
            if (entry.Tenant == AuditTenant) continue;
            if (entry.Kind == EntryKind.Data) CheckData(entry);
            else CheckMade(entry);
        }

        checks.Expect(Invariant.Whole, _open.Remaining == 0, $"{copy} ends within command {_open.Number}: {_open.Remaining} entries are missing.");
        foreach (var sent in history.Sent) CheckFate(sent);
    }

    private void CheckPlace(LogEntry entry)
    {
        checks.Expect(Invariant.Order, entry.Position == _head.Position + 1, $"{copy} has entry {entry.Position} after entry {_head.Position}.");
        checks.Expect(Invariant.Order, entry.TimestampMs >= _head.TimestampMs, $"{copy}: entry {entry.Position} is {_head.TimestampMs - entry.TimestampMs} ms older than the one before it.");
        checks.Expect(Invariant.Chain, entry.PreviousHash == _head.Hash && EntryCodec.Chain(entry, _head.Hash).Hash == entry.Hash, $"{copy}: entry {entry.Position} is no link of the chain.");
        checks.Expect(Invariant.Whole, _open.Remaining == 0 || entry.Kind == EntryKind.Data, $"{copy}: entry {entry.Position} stands within command {_open.Number}.");
    }

    private void CheckData(LogEntry entry)
    {
        checks.Expect(Invariant.Chain, EntryMark.TryRead(entry.Data.Span, out var number, out var index) && number <= history.Sent.Count, $"{copy}: nobody sent entry {entry.Position}.");
        var sent = history.Sent[number - 1];
        var draft = (sent.Command as LedgerCommand.Append)?.Entries.ElementAtOrDefault(index);
        checks.Expect(Invariant.Chain, draft is not null && draft.Data.Span.SequenceEqual(entry.Data.Span) && draft.Key == entry.Key && sent.Command.Tenant == entry.Tenant, $"{copy}: entry {entry.Position} is not what was sent with {sent}.");
        checks.Expect(Invariant.Whole, index == 0 ? _open.Remaining == 0 : _open == (number, sent.Entries - index), $"{copy}: entry {entry.Position}, number {index} of {sent}, does not follow the one before it.");
        _open = (number, sent.Entries - index - 1);
        if (index == 0) checks.Expect(Invariant.NoDuplicates, _met.TryAdd(number, (entry.Position, entry.Position)), $"{copy} has {sent} at {_met.GetValueOrDefault(number).First} and again at {entry.Position}.");
        else _met[number] = (_met[number].First, entry.Position);
        checks.Expect(Invariant.RefusedNotWritten, !_made.Contains((EntryKind.TenantSealed, entry.Tenant, "")), $"{copy}: entry {entry.Position} was written to {entry.Tenant} after it was sealed.");
    }

    private void CheckMade(LogEntry entry)
    {
        checks.Expect(Invariant.NoDuplicates, _made.Add((entry.Kind, entry.Tenant, entry.Stream)), $"{copy}: entry {entry.Position} makes {entry.Kind} {entry.Tenant}/{entry.Stream} a second time.");
        _marks[entry.Position] = entry;
    }

    private void CheckFate(SentCommand sent)
    {
        var isMet = _met.TryGetValue(sent.Number, out var place);
        if (sent.Fate == Fate.NotWritten) checks.Expect(Invariant.RefusedNotWritten, !isMet, $"{copy} has {sent} at {place.First}, and its writer was told that it was not written.");
        if (sent.Fate != Fate.Acknowledged) return;
        if (sent.Command is not LedgerCommand.Append)
        {
            checks.Expect(Invariant.AcknowledgedKept, _marks.TryGetValue(sent.First, out var mark) && mark.Tenant == sent.Command.Tenant, $"{copy} has nothing of {sent}, acknowledged at {sent.First}.");
            return;
        }

        checks.Expect(Invariant.AcknowledgedKept, isMet, $"{copy}, which ends at {_head.Position}, lost {sent}, acknowledged at {sent.First}..{sent.Last}.");
        checks.Expect(Invariant.AcknowledgedKept, place == (sent.First, sent.Last), $"{copy} has {sent} at {place.First}..{place.Last}; it was acknowledged at {sent.First}..{sent.Last}.");
        checks.Expect(Invariant.Order, sent.First > sent.After, $"{copy}: {sent} stands at {sent.First}, before position {sent.After}, which was acknowledged when it was sent.");
    }
}
