using System.Diagnostics;
using System.Threading.Channels;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd.Client;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Ledger.Etcd;

/// <summary>
/// Gives the commands of this node their places: those that wait become one batch, decided on the state at the head and written by one transaction that
/// holds only if the head is still there. Other nodes do the same; whoever loses reads what the winner wrote and decides again.
/// </summary>
/// <remarks>
/// 1. Collect what waits, as much as a transaction takes. 2. Decide it in order, each command on what the one before it leaves. 3. Place the batch.
/// 4. Lost: take in what took its place and go back to 2. 5. Written: the next turn begins, while this one is answered once the own copy holds it.
/// </remarks>
internal sealed class Sequencer(EtcdConfig config, EtcdLog log, HeadState heads, ILogCopy copy, TimeProvider clock, Func<long> view)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly Channel<PendingCommand> _queue = Channel.CreateBounded<PendingCommand>(new BoundedChannelOptions(config.QueueCapacity) { SingleReader = true });

    /// <summary>Puts a command at the end of the queue.</summary>
    /// <exception cref="EngineUnavailableException">The queue is full, the command is larger than a transaction, or the node stops.</exception>
    public Task<AppendResult> EnqueueAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        if (SizeOf(command) is var size && size > config.BatchBytes) throw new EngineUnavailableException("too_large", $"The command takes {size} bytes; a transaction takes {config.BatchBytes}. Send fewer entries at once.");
        var pending = new PendingCommand(command, clock.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        if (_queue.Writer.TryWrite(pending)) return pending.Task.WaitAsync(cancellationToken);
        throw _queue.Reader.Completion.IsCompleted
            ? new EngineUnavailableException("shutting_down", "The node is stopping.")
            : new EngineUnavailableException("queue_full", $"{config.QueueCapacity} commands wait already.");
    }

    /// <summary>Takes turns until the queue is closed or the token ends it; what waits then is refused.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var turn = new CommandGroup();
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken))
            {
                Collect(turn.Commands);
                try
                {
                    await TakeTurnAsync(turn, cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    var told = fault is InvalidDataException or ArgumentException ? new EngineUnavailableException("diverged", $"What etcd holds is not this node's log: {fault.Message}", fault) : fault;
                    turn.Refuse(told);
                }

                turn = new CommandGroup();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping: what was sent may be written, the rest is not.
            turn.Refuse(new OutcomeUnknownException("The node stopped before etcd answered."));
        }

        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var pending)) pending.TrySetException(new EngineUnavailableException("shutting_down", "The node is stopping."));
    }

    private void Collect(List<PendingCommand> turn)
    {
        var bytes = 0L;
        while (_queue.Reader.TryPeek(out var pending) && (bytes += SizeOf(pending.Command)) <= config.BatchBytes && _queue.Reader.TryRead(out pending)) turn.Add(pending);
    }

    private async Task TakeTurnAsync(CommandGroup turn, CancellationToken cancellationToken)
    {
        var begun = Stopwatch.GetTimestamp();
        // The oldest has waited longest: without a quorum, those that came while others waited are told so at once.
        var deadline = turn.Commands[0].CameAt + (long)(config.WriteTimeout.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            var (state, revision) = heads.Current;
            var next = turn.Decide(state);
            if (turn.Entries.Count == 0 ? await IsHeadAsync(turn, state, deadline, cancellationToken) : await PlaceAsync(turn, next, revision, deadline, cancellationToken)) break;
        }

        turn.Shared = new GroupShare(view(), (config.Members.Count / 2) + 1, begun, new GroupTimes(Stopwatch.GetTimestamp(), 0));
        _ = AnswerAsync(turn, cancellationToken);
    }

    /// <summary>Whether what was decided without writing holds: what is in the log stays there, but what is not may have come since. False brings the state to the head.</summary>
    private async Task<bool> IsHeadAsync(CommandGroup turn, LedgerState state, long deadline, CancellationToken cancellationToken)
    {
        if (turn.Commands.TrueForAll(pending => pending.Decision is not Decision.Refused)) return true;
        await RetryAsync(() => CatchUpAsync(cancellationToken), isWrite: false, deadline, cancellationToken);
        return heads.Position == state.Head.Position;
    }

    /// <summary>Writes what was decided; false when somebody else's batch took its place, which the state then knows.</summary>
    private async Task<bool> PlaceAsync(CommandGroup turn, LedgerState next, long guard, long deadline, CancellationToken cancellationToken)
    {
        var batch = new EtcdBatch(Guid.NewGuid(), [.. turn.Entries]);
        EtcdAppend placed;
        try
        {
            placed = await RetryAsync(() => log.AppendAsync(batch, guard, view(), cancellationToken), isWrite: true, deadline, cancellationToken);
        }
        catch (EtcdException fault) when (fault.Error == EtcdError.NoSpace)
        {
            // The write that finds the quota passed is refused before it is proposed, or says so although it was applied.
            placed = await RetryAsync(() => log.LookAsync(batch, cancellationToken), isWrite: true, deadline, cancellationToken);
            if (!placed.IsWritten) throw new EngineUnavailableException("no_space", "etcd is at its quota and takes no writes: raise --quota-backend-bytes, or compact and defragment, and disarm the alarm.", fault);
        }
        catch (EtcdException fault) when (fault.Error is EtcdError.TooLarge or EtcdError.Refused)
        {
            throw new EngineUnavailableException(fault.Error == EtcdError.TooLarge ? "too_large" : "refused", fault.Message, fault);
        }

        if (placed.IsWritten) heads.Advance(next, placed.Revision);
        foreach (var taken in placed.Taken) heads.Apply(taken);
        if (!placed.IsWritten && placed.Taken.Count is 0 or EtcdLog.TakenBatches) await RetryAsync(() => CatchUpAsync(cancellationToken), isWrite: false, deadline, cancellationToken);
        return placed.IsWritten;
    }

    /// <summary>Brings the state to the head.</summary>
    private async Task<bool> CatchUpAsync(CancellationToken cancellationToken)
    {
        var (head, _, _) = await log.HeadAsync(cancellationToken);
        await foreach (var batch in log.ReadAsync(heads.Position + 1, cancellationToken)) heads.Apply(batch);
        heads.Confirm(head);
        return heads.Position >= head.Log.Position ? true : throw new InvalidDataException($"etcd holds no entry {heads.Position + 1}, although its log goes on to {head.Log.Position}.");
    }

    /// <summary>Calls etcd until it does what it is asked, or the turn is over.</summary>
    /// <exception cref="EngineUnavailableException">The turn is over, and nothing can have been written.</exception>
    /// <exception cref="OutcomeUnknownException">The turn is over, and an answer was lost.</exception>
    private static async Task<T> RetryAsync<T>(Func<Task<T>> call, bool isWrite, long deadline, CancellationToken cancellationToken)
    {
        var isLost = false;
        while (true)
        {
            try
            {
                return await call();
            }
            catch (EtcdException fault) when (fault.Error is EtcdError.Unreachable or EtcdError.NoLeader or EtcdError.Learner or EtcdError.Lost)
            {
                isLost |= isWrite && fault.Error == EtcdError.Lost;
                if (Stopwatch.GetTimestamp() < deadline) await Task.Delay(s_pause, cancellationToken);
                else if (isLost) throw new OutcomeUnknownException($"The cluster did not answer in time: {fault.Message}", fault);
                else throw new EngineUnavailableException("no_quorum", $"The cluster takes no writes: {fault.Message}", fault);
            }
        }
    }

    /// <summary>Answers a turn once the own copy holds what it wrote, or found.</summary>
    private async Task AnswerAsync(CommandGroup turn, CancellationToken cancellationToken)
    {
        try
        {
            var last = turn.Commands.Max(pending => pending.Decision switch { Decision.Write write => write.Entries[^1].Position, Decision.Known known => known.Last, _ => 0 });
            if (copy.Head.Position < last) await copy.BeyondAsync(last - 1, cancellationToken).AsTask().WaitAsync(config.WriteTimeout, clock, cancellationToken);
            turn.Shared = turn.Shared with { Times = turn.Shared.Times with { DurableAt = Stopwatch.GetTimestamp() } };
            turn.Answer();
        }
        catch (Exception fault) when (fault is OperationCanceledException or TimeoutException)
        {
            turn.Refuse(new OutcomeUnknownException("It is in the log, but not yet in this node's own copy.", fault));
        }
    }

    /// <summary>What a command takes of a transaction, at most: names and keys count as if they were the longest.</summary>
    private static long SizeOf(LedgerCommand command)
    {
        const int EntryBytes = EtcdFormat.EntryOverhead + 64 + (2 * EntryLimits.NameBytes) + (2 * EntryLimits.KeyBytes);
        return command is LedgerCommand.Append append ? append.Entries.Sum(draft => (long)EntryBytes + draft.Data.Length) : EntryBytes;
    }
}
