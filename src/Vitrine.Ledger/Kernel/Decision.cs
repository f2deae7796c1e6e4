using Vitrine.Ledger.Entries;

namespace Vitrine.Ledger.Kernel;

/// <summary>What comes of a command.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>These entries are to be written, with their places and hashes.</summary>
    /// <param name="Entries">One or more, consecutive.</param>
    /// <param name="Next">The state once they are in the log.</param>
    public sealed record Write(IReadOnlyList<LogEntry> Entries, LedgerState Next) : Decision;

    /// <summary>It is in the log already: a repeated key, a tenant or stream that exists.</summary>
    /// <param name="First">The position of its first entry.</param>
    /// <param name="Last">The position of its last entry.</param>
    public sealed record Known(long First, long Last) : Decision;

    /// <summary>It may not be written.</summary>
    public sealed record Refused(RefusalReason Reason) : Decision;
}
