using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Tests.Chaos;

/// <summary>A ledger in a list, in which nothing can go wrong but what a test wants: for what a campaign makes of it.</summary>
internal class MemoryWorld : IChaosWorld
{
    private readonly Lock _gate = new();

    /// <summary>The engine of these worlds.</summary>
    public static ChaosEngine Engine<TWorld>(int nodes = 1)
        where TWorld : MemoryWorld, new() =>
        new("memory", "a list", nodes, new HashSet<FaultKind> { FaultKind.Kill, FaultKind.Pause, FaultKind.BitFlip }, _ => new TWorld { Nodes = nodes });

    public int Nodes { get; private init; } = 1;

    /// <summary>The log.</summary>
    protected List<LogEntry> Log { get; } = [];

    /// <summary>What decides.</summary>
    protected LedgerState State { get; set; } = LedgerState.Empty;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual async Task<Strike?> StrikeAsync(IReadOnlyList<Func<Task>> sends, PlannedFault? fault, CancellationToken cancellationToken)
    {
        foreach (var send in sends) await send();
        return fault is null ? null : new Strike(fault.Kind, "idle", $"{FaultNames.Of(fault.Kind)} of node {fault.Node + 1}");
    }

    public virtual Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            switch (State.Decide(command, 1_000 + Log.Count))
            {
                case Decision.Known known:
                    return Task.FromResult(new AppendResult { IsKnown = true, First = known.First, Last = known.Last });
                case Decision.Refused refused:
                    return Task.FromResult(new AppendResult { Refusal = refused.Reason });
                case Decision.Write write:
                    Write(write);
                    return Task.FromResult(new AppendResult { First = write.Entries[0].Position, Last = write.Entries[^1].Position, Hash = write.Entries[^1].Hash });
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }
    }

    public virtual ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken) => ValueTask.FromResult<LogHead?>(Log.Count == 0 ? LogHead.Empty : Log[^1].Head);

    public virtual Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LogEntry>>([.. Log.Skip((int)from - 1).Take((int)(to - from + 1))]);

    public virtual Task HealAsync(Checks checks, CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected virtual void Write(Decision.Write write)
    {
        Log.AddRange(write.Entries);
        State = write.Next;
    }
}
