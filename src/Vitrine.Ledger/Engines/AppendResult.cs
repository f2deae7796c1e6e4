using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Engines;

/// <summary>What came of a command.</summary>
public sealed record AppendResult
{
    /// <summary>Why nothing was written, or null.</summary>
    public RefusalReason? Refusal { get; init; }

    /// <summary>Whether it was in the log already.</summary>
    public bool IsKnown { get; init; }

    /// <summary>The position of its first entry.</summary>
    public long First { get; init; }

    /// <summary>The position of its last entry: the command's op number.</summary>
    public long Last { get; init; }

    /// <summary>The hash of its last entry; zero for what was known already.</summary>
    public EntryHash Hash { get; init; }

    /// <summary>The view that it was written in.</summary>
    public long View { get; init; }

    /// <summary>Bytes written, framing included.</summary>
    public long Bytes { get; init; }

    /// <summary>Replicas that acknowledged before it was prepared, this one included.</summary>
    public int Acknowledged { get; init; } = 1;

    /// <summary>When its turn came, in Stopwatch ticks: prepare begins.</summary>
    public long BegunAt { get; init; }

    /// <summary>When it was in the log: prepare ends, commit begins.</summary>
    public long PreparedAt { get; init; }

    /// <summary>When it was durable in the own copy: commit ends.</summary>
    public long CommittedAt { get; init; }
}
