using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>Commands that are decided, written and answered together, whichever engine writes them.</summary>
internal static class CommandGroup
{
    /// <summary>Decides commands, each on what the one before it leaves. Whoever left is passed over; what cannot be decided is answered at once.</summary>
    /// <param name="group">The commands, in their order. What was decided of them before is void.</param>
    /// <param name="state">The state before them.</param>
    /// <param name="nowMs">The clock, Unix milliseconds UTC.</param>
    /// <param name="entries">Is emptied, and gets what they write.</param>
    /// <returns>The state after them; the same when they write nothing.</returns>
    public static LedgerState Decide(this List<PendingCommand> group, LedgerState state, long nowMs, List<LogEntry> entries)
    {
        entries.Clear();
        foreach (var pending in group)
        {
            pending.Decision = null;
            if (pending.IsCancelled) continue;
            try
            {
                pending.Decision = state.Decide(pending.Command, nowMs);
            }
            catch (ArgumentException unfit)
            {
                pending.TrySetException(unfit);
            }

            if (pending.Decision is not Decision.Write write) continue;
            entries.AddRange(write.Entries);
            state = write.Next;
        }

        return state;
    }

    /// <summary>Answers the commands that were decided.</summary>
    /// <param name="group">The commands.</param>
    /// <param name="shared">What they have in common: the view and the times.</param>
    public static void Answer(this IReadOnlyList<PendingCommand> group, GroupShare shared)
    {
        foreach (var pending in group)
        {
            if (pending.Decision is { } decision) pending.TrySetResult(ResultOf(decision, shared));
        }
    }

    private static AppendResult ResultOf(Decision decision, GroupShare shared)
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
            View = shared.View,
            Acknowledged = shared.Acknowledged,
            BegunAt = shared.BegunAt,
            PreparedAt = shared.Times.WrittenAt,
            CommittedAt = shared.Times.DurableAt,
        };
    }
}
