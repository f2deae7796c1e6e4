using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>Commands that are decided, written and answered together, whichever engine writes them.</summary>
internal sealed class CommandGroup
{
    /// <summary>The commands, in their order.</summary>
    public List<PendingCommand> Commands { get; } = [];

    /// <summary>What they write, once they are decided.</summary>
    public List<LogEntry> Entries { get; } = [];

    /// <summary>What their answers have in common, once they are durable.</summary>
    public GroupShare Shared { get; set; }

    /// <summary>Decides the commands, each on what the one before it leaves. Whoever left is passed over; what cannot be decided is answered at once.</summary>
    /// <param name="state">The state before them. What was decided over another one is void.</param>
    /// <returns>The state after them; the same when they write nothing.</returns>
    public LedgerState Decide(LedgerState state)
    {
        Entries.Clear();
        foreach (var pending in Commands)
        {
            state = pending.DecideOver(state);
            if (pending.Decision is Decision.Write write) Entries.AddRange(write.Entries);
        }

        return state;
    }

    /// <summary>Answers the commands that were decided.</summary>
    public void Answer()
    {
        foreach (var pending in Commands)
        {
            if (pending.Decision is { } decision) pending.TrySetResult(ResultOf(decision));
        }
    }

    /// <summary>Answers the commands with what went wrong.</summary>
    public void Refuse(Exception reason)
    {
        foreach (var pending in Commands) pending.TrySetException(reason);
    }

    /// <summary>Lets the commands go.</summary>
    public void Clear()
    {
        Commands.Clear();
        Entries.Clear();
    }

    private AppendResult ResultOf(Decision decision)
    {
        var (written, known) = ((decision as Decision.Write)?.Entries, decision as Decision.Known);
        return new AppendResult
        {
            Refusal = (decision as Decision.Refused)?.Reason,
            IsKnown = known is not null,
            First = known?.First ?? written?[0].Position ?? 0,
            Last = known?.Last ?? written?[^1].Position ?? 0,
            Hash = written?[^1].Hash ?? EntryHash.Zero,
            Bytes = written is null ? 0 : LogFrame.SizeOf(written),
            View = Shared.View,
            Acknowledged = Shared.Acknowledged,
            BegunAt = Shared.BegunAt,
            PreparedAt = Shared.Times.WrittenAt,
            CommittedAt = Shared.Times.DurableAt,
        };
    }
}
