using System.Diagnostics;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>A command that waits for its turn, and whoever waits for its answer.</summary>
/// <param name="command">What is wanted.</param>
/// <param name="cameAtMs">When it came, Unix milliseconds UTC: the time of its entries.</param>
/// <param name="cancellationToken">Ends when nobody waits any more.</param>
internal sealed class PendingCommand(LedgerCommand command, long cameAtMs, CancellationToken cancellationToken)
    : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private LedgerState? _over;

    /// <summary>What is wanted.</summary>
    public LedgerCommand Command => command;

    /// <summary>When it came, in Stopwatch ticks.</summary>
    public long CameAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>What came of it; null before it was decided, and for whoever left or asked for what cannot be decided.</summary>
    public Decision? Decision { get; private set; }

    /// <summary>Bytes of its data.</summary>
    public long DataBytes
    {
        get
        {
            var bytes = 0L;
            if (command is not LedgerCommand.Append append) return bytes;
            for (var i = 0; i < append.Entries.Count; i++) bytes += append.Entries[i].Data.Length;
            return bytes;
        }
    }

    /// <summary>
    /// Decides it over a state. A decision depends on the command and the state alone: over the state that it was decided over before, it stands, and over any other it is void
    /// and made anew. So it may be decided as soon as it comes, over what the commands before it should leave, and nobody need take that back when they leave something else.
    /// </summary>
    /// <param name="state">What the commands before it leave.</param>
    /// <returns>What it leaves in turn.</returns>
    public LedgerState DecideOver(LedgerState state)
    {
        if (cancellationToken.IsCancellationRequested) (_over, Decision) = (null, null);
        else if (!ReferenceEquals(_over, state)) (_over, Decision) = (state, Decide(state));
        return Decision is Decision.Write write ? write.Next : state;
    }

    /// <summary>What cannot be decided is answered at once.</summary>
    private Decision? Decide(LedgerState state)
    {
        try
        {
            return state.Decide(command, cameAtMs);
        }
        catch (ArgumentException unfit)
        {
            TrySetException(unfit);
            return null;
        }
    }
}
