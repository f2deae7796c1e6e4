using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Worlds;

/// <summary>Nodes of a ledger, and the power to make things go wrong for them. An iteration has a world of its own.</summary>
internal interface IChaosWorld : IAsyncDisposable
{
    /// <summary>How many nodes there are.</summary>
    int Nodes { get; }

    /// <summary>
    /// Where the log ends that a power cut left of the last round, in a world whose engine acknowledges what is not durable: what stood behind it may be gone.
    /// Null without a power cut, and in every other world.
    /// </summary>
    long? CutTo => null;

    /// <summary>Starts everything.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Sends commands at the same time, with a fault in the middle; returns when all were answered or lost.</summary>
    /// <returns>What happened, or null without a fault.</returns>
    Task<Strike?> StrikeAsync(IReadOnlyList<Func<Task>> sends, PlannedFault? fault, CancellationToken cancellationToken);

    /// <summary>Hands a command to a node.</summary>
    /// <exception cref="EngineUnavailableException">It was not taken.</exception>
    /// <exception cref="OutcomeUnknownException">Nobody can say.</exception>
    Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken);

    /// <summary>The end of a node's own copy; null while the node serves no reads.</summary>
    ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken);

    /// <summary>Reads a node's own copy.</summary>
    /// <exception cref="EngineUnavailableException">It serves no reads now.</exception>
    /// <exception cref="LogDamageException">It found damage.</exception>
    Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken);

    /// <summary>Ends the fault, brings everything that is down back, and returns when every node serves again.</summary>
    /// <exception cref="BrokenInvariantException">Something did not come back, or damage went unnoticed.</exception>
    Task HealAsync(Checks checks, CancellationToken cancellationToken);
}
