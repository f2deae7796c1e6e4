using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Histories;

/// <summary>Everything that the writers of an iteration sent and were told: what the log is held against.</summary>
internal sealed class ClientHistory(Checks checks)
{
    private readonly List<SentCommand> _sent = [];
    private readonly Dictionary<int, SentCommand> _lastOfWriter = [];

    /// <summary>All commands, by number from 1.</summary>
    public IReadOnlyList<SentCommand> Sent => _sent;

    /// <summary>The highest position that a writer was told of.</summary>
    public long Acknowledged { get; private set; }

    /// <summary>Commands that may be in the log and can be asked about.</summary>
    public IEnumerable<SentCommand> Open => _sent.Where(sent => sent.Fate == Fate.Unknown && sent.CanRepeat);

    /// <summary>A command of nobody in particular: tenants and streams.</summary>
    public SentCommand Next(LedgerCommand command) => Add(0, command);

    /// <summary>What a writer sends: its last command again while it does not know what became of it, or when the plan says so; otherwise a new one.</summary>
    public SentCommand Next(PlannedWrite write)
    {
        var last = _lastOfWriter.GetValueOrDefault(write.Writer);
        if (last is { CanRepeat: true } && (last.Fate == Fate.Unknown || write.IsRepeat)) return last;
        var number = _sent.Count + 1;
        LedgerCommand command = write.Entries == 0
            ? new LedgerCommand.SealTenant(write.Tenant)
            : new LedgerCommand.Append(write.Tenant, write.Stream, [.. Enumerable.Range(0, write.Entries).Select(index => new EntryDraft(EntryMark.Write(number, index, write.DataBytes), $"item-{number % 7}"))], write.HasKey ? $"key-{number}" : "");
        return _lastOfWriter[write.Writer] = Add(write.Writer, command);
    }

    /// <summary>A command was answered.</summary>
    /// <returns>How, in a word.</returns>
    public string Answered(SentCommand sent, AppendResult answer)
    {
        if (answer.Refusal is { } reason)
        {
            checks.Expect(Invariant.RepeatSamePositions, sent.Fate != Fate.Acknowledged, $"{sent} was acknowledged at {sent.First}..{sent.Last}, and is refused now: {reason}.");
            // Also when it was lost sight of before: had it come into the log, its key would tell.
            sent.Fate = Fate.NotWritten;
            return "refused";
        }

        checks.Expect(Invariant.Whole, answer.Last - answer.First + 1 == sent.Entries, $"{sent} was acknowledged at {answer.First}..{answer.Last}: that is not {sent.Entries} entries.");
        if (sent.Fate == Fate.Acknowledged)
            checks.Expect(Invariant.RepeatSamePositions, answer.IsKnown && (answer.First, answer.Last) == (sent.First, sent.Last), $"{sent} was acknowledged at {sent.First}..{sent.Last} and, sent again, at {answer.First}..{answer.Last}{(answer.IsKnown ? "" : " as new")}.");
        (sent.Fate, sent.First, sent.Last) = (Fate.Acknowledged, answer.First, answer.Last);
        Acknowledged = Math.Max(Acknowledged, answer.Last);
        return answer.IsKnown ? "known" : "acknowledged";
    }

    /// <summary>A command was not taken.</summary>
    public void NotTaken(SentCommand sent)
    {
        if (sent.Fate == Fate.Unknown && sent.Doubts == 0) sent.Fate = Fate.NotWritten;
    }

    /// <summary>A command was lost sight of.</summary>
    public void Lost(SentCommand sent)
    {
        sent.Doubts++;
        if (sent.Fate == Fate.NotWritten) sent.Fate = Fate.Unknown;
    }

    /// <summary>A power cut took what stood behind a position, whoever was told of it: such a command counts as never written, and what was sent after it may stand in its place.</summary>
    public void CutTo(long position)
    {
        Acknowledged = Math.Min(Acknowledged, position);
        foreach (var sent in _sent)
        {
            sent.After = Math.Min(sent.After, position);
            if (sent.Fate != Fate.Acknowledged || sent.Last <= position) continue;
            checks.Expect(Invariant.Whole, sent.First > position, $"{sent} was acknowledged at {sent.First}..{sent.Last}, and the log ends within it, at {position}.");
            sent.Fate = Fate.NotWritten;
        }
    }

    private SentCommand Add(int writer, LedgerCommand command)
    {
        var sent = new SentCommand(_sent.Count + 1, writer, command) { After = Acknowledged };
        _sent.Add(sent);
        return sent;
    }
}
