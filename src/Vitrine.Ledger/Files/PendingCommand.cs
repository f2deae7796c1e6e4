using System.Diagnostics;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Files;

/// <summary>A command that waits for its turn, and whoever waits for its answer.</summary>
internal sealed class PendingCommand(LedgerCommand command, CancellationToken cancellationToken)
    : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>What is wanted.</summary>
    public LedgerCommand Command => command;

    /// <summary>When it came, in Stopwatch ticks.</summary>
    public long CameAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>What came of it, once it was its turn.</summary>
    public Decision? Decision { get; set; }

    /// <summary>Whether nobody waits any more.</summary>
    public bool IsCancelled => cancellationToken.IsCancellationRequested;

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
}
