using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Engines;

/// <summary>
/// Puts commands in one order, makes them durable and keeps this node's own copy of the log. <c>file</c> is a cluster of one, <c>etcd</c> replicates.
/// Thread-safe. It holds no operation: what a request wants to know of its time comes back by value.
/// </summary>
public interface ILogEngine : IAsyncDisposable
{
    /// <summary>This node's own copy: what it has read and made durable itself. Everything read is read from here.</summary>
    ILogCopy Copy { get; }

    /// <summary>The node as consensus sees it now.</summary>
    ReplicaSnapshot Replica { get; }

    /// <summary>Damage of the own copy that nobody repairs: the node is not ready until a person did something. Null while all is well, or is being repaired.</summary>
    LogDamageException? Damage => null;

    /// <summary>Recovers the own copy, and goes on recovering behind it; <see cref="Replica"/> says when the node is ready.</summary>
    /// <exception cref="LogDamageException">The own copy is damaged and nobody else can repair it.</exception>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Decides a command and, when it writes something, returns once that is durable.</summary>
    /// <param name="command">The command, its parts within <see cref="Entries.EntryLimits"/>.</param>
    /// <param name="cancellationToken">Ends the wait. What is on its way may be written nevertheless: a repeated command with the same key tells.</param>
    /// <exception cref="EngineUnavailableException">Nothing was written: no quorum, no leader, no room, shutting down.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been written: the engine lost sight of it.</exception>
    Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken);
}
