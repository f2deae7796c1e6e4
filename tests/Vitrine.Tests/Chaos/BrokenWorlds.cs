using Vitrine.Chaos.Invariants;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Tests.Chaos;

/// <summary>Loses what it wrote last when something happens to it.</summary>
internal sealed class LosingWorld : MemoryWorld
{
    public override Task HealAsync(Checks checks, CancellationToken cancellationToken)
    {
        Log.RemoveAt(Log.Count - 1);
        State = Log.Aggregate(LedgerState.Empty, (state, entry) => state.Apply(entry));
        return Task.CompletedTask;
    }
}

/// <summary>Takes a command sent again for a new one.</summary>
internal sealed class KeylessWorld : MemoryWorld
{
    private int _sent;

    public override Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) =>
        base.AppendAsync(node, command is LedgerCommand.Append { Key.Length: > 0 } append ? append with { Key = $"{append.Key}-{_sent++}" } : command, cancellationToken);
}

/// <summary>Says that it wrote nothing, and wrote.</summary>
internal sealed class DenyingWorld : MemoryWorld
{
    private int _asked;

    public override async Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken)
    {
        var result = await base.AppendAsync(node, command, cancellationToken);
        return command is LedgerCommand.Append && _asked++ % 10 == 0 ? throw new EngineUnavailableException("no_space", "No room.") : result;
    }
}

/// <summary>Forgets what it was asked, and asks to be asked again.</summary>
internal sealed class ForgettingWorld : MemoryWorld
{
    private int _asked;

    public override Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) =>
        _asked++ > 20 ? throw new OutcomeUnknownException("Lost.") : base.AppendAsync(node, command, cancellationToken);
}

/// <summary>Shows another byte of an entry than it was given.</summary>
internal sealed class AlteringWorld : MemoryWorld
{
    protected override void Write(Decision.Write write)
    {
        base.Write(write);
        if (Log[^1].Kind == EntryKind.Data) Log[^1] = Log[^1] with { Data = new byte[] { 1 } };
    }
}

/// <summary>Writes the parts of a command in whatever order.</summary>
internal sealed class ShufflingWorld : MemoryWorld
{
    public override Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<LogEntry>>([.. Log.Skip((int)from - 1).Take((int)(to - from + 1)).Reverse()]);
}

/// <summary>Its second node never gets the newest entries.</summary>
internal sealed class LaggingWorld : MemoryWorld
{
    public override ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken) => ValueTask.FromResult<LogHead?>(Log[node == 0 ? ^1 : 0].Head);
}

/// <summary>Finds damage that nobody did.</summary>
internal sealed class SuspiciousWorld : MemoryWorld
{
    public override Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) =>
        throw new LogDamageException("1.seg", 0, 1, LogCheck.Crc, "the checksum does not match");
}

/// <summary>Fails in a way that nobody can act on.</summary>
internal sealed class StumblingWorld : MemoryWorld
{
    private int _asked;

    public override Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) =>
        _asked++ > 20 ? throw new InvalidOperationException("Collection was modified.") : base.AppendAsync(node, command, cancellationToken);
}
