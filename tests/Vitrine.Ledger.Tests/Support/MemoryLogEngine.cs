using System.Diagnostics;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Tests.Support;

/// <summary>A cluster of one whose disk is a list. Tests hold back its disk, change its mind about the cluster, and damage its entries.</summary>
internal sealed class MemoryLogEngine(EngineTelemetry telemetry, int nodeId = 1) : ILogEngine, ILogCopy
{
    private const int FrameBytes = 58;

    private readonly Lock _gate = new();
    private readonly List<LogEntry> _entries = [];
    private LedgerState _state = LedgerState.Empty;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _held;

    public ILogCopy Copy => this;

    public ReplicaStatus Status { get; set; } = ReplicaStatus.Normal;

    /// <summary>What <see cref="StartAsync"/> waits for.</summary>
    public Task Recovered { get; set; } = Task.CompletedTask;

    /// <summary>What every command is answered with, or null.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The entry that does not verify; 0 for none.</summary>
    public long Damaged { get; set; }

    /// <summary>Commands that came to the disk.</summary>
    public int Commands { get; private set; }

    public ReplicaSnapshot Replica => new()
    {
        NodeId = nodeId,
        Status = Status,
        View = 1,
        Leader = Status == ReplicaStatus.Normal ? nodeId : 0,
        OpNumber = Head.Position,
        CommitNumber = Head.Position,
        ClusterSize = 1,
        HealthyReplicas = 1,
    };

    public LogHead Head
    {
        get
        {
            lock (_gate) return _state.Head;
        }
    }

    public long SizeBytes { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Recovered.WaitAsync(cancellationToken);
        telemetry.BecameLeader(1, Head.Position);
    }

    /// <summary>Keeps the disk from making anything durable until what is returned is disposed.</summary>
    public IDisposable Hold()
    {
        _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return new Release(this);
    }

    public async Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        Commands++;
        if (Failure is { } failure) throw failure;
        if (_held is { } held) await held.Task.WaitAsync(cancellationToken);
        lock (_gate)
        {
            switch (_state.Decide(command, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()))
            {
                case Decision.Refused refused:
                    return new AppendResult { Refusal = refused.Reason };
                case Decision.Known known:
                    return new AppendResult { IsKnown = true, First = known.First, Last = known.Last };
                case Decision.Write write:
                    return Write(write, begun);
                default:
                    throw new UnreachableException();
            }
        }
    }

    public IEnumerable<LogEntry> Read(long from, long to)
    {
        for (var position = from; position <= to; position++)
        {
            if (position == Damaged) throw new LogDamageException("memory", position * 100, position, LogCheck.Crc, "the checksum is another");
            yield return At(position);
        }
    }

    public async ValueTask<LogHead> BeyondAsync(long position, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_gate)
            {
                if (_state.Head.Position > position) return _state.Head;
                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellationToken);
        }
    }

    private LogEntry At(long position)
    {
        lock (_gate) return _entries[(int)position - 1];
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private AppendResult Write(Decision.Write write, long begun)
    {
        var bytes = 0L;
        foreach (var entry in write.Entries)
        {
            var size = EntryCodec.SizeOf(entry) + FrameBytes;
            bytes += size;
            _entries.Add(entry);
            telemetry.Appended(entry, size);
        }

        (_state, SizeBytes) = (write.Next, SizeBytes + bytes);
        telemetry.Committed(_state.Head.Position, write.Entries.Count);
        (_moved, var moved) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), _moved);
        moved.SetResult();
        return new AppendResult
        {
            First = write.Entries[0].Position,
            Last = write.Entries[^1].Position,
            Hash = write.Entries[^1].Hash,
            View = 1,
            Bytes = bytes,
            BegunAt = begun,
            PreparedAt = Stopwatch.GetTimestamp(),
            CommittedAt = Stopwatch.GetTimestamp(),
        };
    }

    private sealed class Release(MemoryLogEngine engine) : IDisposable
    {
        public void Dispose()
        {
            var held = engine._held;
            engine._held = null;
            held?.TrySetResult();
        }
    }
}
