using System.Diagnostics;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Files;

/// <summary>
/// A cluster of one over files. One thread, the sequencer, writes the commands that wait as one group with one fsync: the more clients wait, the more entries share it. The view is an
/// epoch, raised at each start and kept on disk; the leader is this node once it has recovered.
/// </summary>
/// <remarks>
/// 1. A command is put into the queue, and decided while it waits there, over the state that everything before it should leave (<see cref="Lookahead"/>).
/// 2. The sequencer takes what waits as one group, and decides what of it nobody came to.
/// 3. What the group writes becomes durable, and the state is what it leaves. If the disk refuses it, so is the group, and the next one is decided over the state that stands.
/// 4. The group is told and answered: while the next one is written, if there is one (<see cref="DurableGroups"/>).
/// </remarks>
public sealed class FileLogEngine : ILogEngine
{
    private readonly ILogDisk _disk;
    private readonly FileEngineOptions _options;
    private readonly EngineTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly LogFilesLog _log;
    private readonly LogFiles _files;
    private readonly CommandQueue _queue;
    private readonly Lookahead _lookahead;
    private readonly DurableGroups _durable;
    private readonly Thread _sequencer;
    private readonly CancellationTokenSource _stopping = new();
    private CommandGroup _group = new();
    private CommandGroup _former = new();
    private LedgerState _state = LedgerState.Empty;
    private Task _verification = Task.CompletedTask;
    private LogDamageException? _damage;
    private long _view;
    private long _opNumber;
    private bool _isServing;
    private bool _hasFailed;

    /// <summary>Takes a folder. Nothing is read before <see cref="StartAsync"/>.</summary>
    /// <param name="disk">The folder, disposed with the engine.</param>
    /// <param name="options">How to work.</param>
    /// <param name="telemetry">Where entries, views and damage are told.</param>
    /// <param name="time">The clock that stamps entries.</param>
    /// <param name="logger">For the category <c>Vitrine.Ledger.Storage</c>.</param>
    public FileLogEngine(ILogDisk disk, FileEngineOptions options, EngineTelemetry telemetry, TimeProvider time, ILogger logger)
    {
        (_disk, _options, _telemetry, _time, _log) = (disk, options, telemetry, time, new LogFilesLog(logger));
        _files = new LogFiles(disk, options.Files, logger) { Damaged = Fail };
        _queue = new CommandQueue(options.QueueCapacity, options.GroupBytes);
        _lookahead = new Lookahead(_queue);
        _durable = new DurableGroups(telemetry, Break);
        _sequencer = new Thread(Sequence) { Name = "ledger-sequencer", IsBackground = true };
    }

    public ILogCopy Copy => _files;

    /// <summary>What the start found; null before it.</summary>
    public Recovery? Recovery => _files.Recovery;

    public LogDamageException? Damage => Volatile.Read(ref _damage);

    public ReplicaSnapshot Replica
    {
        get
        {
            var isServing = Volatile.Read(ref _isServing) && !Volatile.Read(ref _hasFailed) && Damage is null;
            var committed = _files.Head.Position;
            return new ReplicaSnapshot
            {
                NodeId = _options.NodeId,
                Status = isServing ? ReplicaStatus.Normal : ReplicaStatus.Recovering,
                View = Volatile.Read(ref _view),
                Leader = isServing ? _options.NodeId : 0,
                OpNumber = Math.Max(committed, Volatile.Read(ref _opNumber)),
                CommitNumber = committed,
                ClusterSize = 1,
                HealthyReplicas = 1,
            };
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.Run(Start, cancellationToken);

    public async Task<AppendResult> AppendAsync(LedgerCommand command, CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _isServing)) throw new EngineUnavailableException("recovering", "The log is being recovered: try again later.");
        var pending = new PendingCommand(command, _time.GetUtcNow().ToUnixTimeMilliseconds(), cancellationToken);
        // Step 1.
        _queue.Put(pending);
        _lookahead.Run();
        return await pending.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more commands, finishes those that wait, writes a checkpoint and lets the folder go.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close(new EngineUnavailableException("shutting_down", "The ledger is shutting down."));
        await _stopping.CancelAsync();
        if (_isServing) await Task.Run(_sequencer.Join);
        await _durable.DisposeAsync();
        await _verification;
        if (Replica.Status == ReplicaStatus.Normal) _files.Checkpoint(_state);
        _files.Dispose();
        _stopping.Dispose();
    }

    private void Start()
    {
        _disk.Lock();
        var formerView = ViewFile.Read(_disk);
        Volatile.Write(ref _view, formerView + 1);
        using var change = _telemetry.BeginViewChange(_view, formerView == 0 ? 0 : _options.NodeId, "restart");
        if (_files.Recover() is { } damage)
        {
            Fail(damage);
            change.End(Outcome.Error, "log_damage", damage.Message);
            throw damage;
        }

        ViewFile.Write(_disk, _view);
        _state = _files.Recovery!.State;
        Volatile.Write(ref _opNumber, _state.Head.Position);
        _sequencer.Start();
        Volatile.Write(ref _isServing, true);
        change.Set(LedgerFacts.Leader, (long)_options.NodeId).Set(LedgerFacts.CommitNumber, _state.Head.Position).End(Outcome.Ok);
        _telemetry.BecameLeader(_view, _state.Head.Position);
        if (_files.Recovery.Vouched is > 0 and var vouched) _verification = Task.Factory.StartNew(() => Verify(vouched), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Reads behind the start what a checkpoint vouched for.</summary>
    private void Verify(long to)
    {
        try
        {
            _files.Verify(1, to, _stopping.Token);
            _log.Verified(to);
        }
        catch (LogDamageException)
        {
            // Whoever finds damage tells it: see Fail.
        }
        catch (OperationCanceledException)
        {
            // The next start verifies it.
        }
    }

    /// <summary>Serves no more, whoever found the damage: the start, the verification behind it, or a reader.</summary>
    private void Fail(LogDamageException damage)
    {
        if (Interlocked.CompareExchange(ref _damage, damage, null) is not null) return;
        _log.Damaged(damage);
        _telemetry.ChecksumFailed(damage);
        _queue.Abort(damage.Refusal());
    }

    private void Sequence()
    {
        var isOpen = true;
        while (isOpen)
        {
            try
            {
                isOpen = RunGroup();
            }
            catch (IOException refusal)
            {
                Refuse(EngineUnavailableException.OfDisk(refusal));
            }
            catch (OutcomeUnknownException unknown)
            {
                Refuse(unknown);
            }
            catch (Exception broken)
            {
                Break(broken);
                Refuse(broken);
            }
        }
    }

    /// <summary>Writes a group, or waits when there is none; false once there will be none.</summary>
    private bool RunGroup()
    {
        // Step 2.
        var begunAt = Stopwatch.GetTimestamp();
        var state = _lookahead.Take(_group, _state);
        // Step 4, for the group before this one.
        _former = _durable.Answer(_former, isNextThere: _group.Commands.Count > 0);
        _files.CheckpointIfDue(_state);
        if (_group.Commands.Count == 0) return _queue.Wait();
        // Step 3.
        var times = new GroupTimes(begunAt, begunAt);
        if (_group.Entries.Count > 0)
        {
            Volatile.Write(ref _opNumber, _group.Entries[^1].Position);
            times = _files.Append(_group.Entries);
            _state = state;
        }

        _group.Shared = new GroupShare(_view, Acknowledged: 1, begunAt, times);
        (_former, _group) = (_group, _former);
        return true;
    }

    /// <summary>A broken invariant: what is durable stays, and nothing is added to it.</summary>
    private void Break(Exception broken)
    {
        Volatile.Write(ref _hasFailed, true);
        _log.Failed(broken);
        _queue.Abort(new EngineUnavailableException("failed", "The ledger failed and takes no more entries: restart it.", broken));
    }

    private void Refuse(Exception reason)
    {
        Volatile.Write(ref _opNumber, _files.Head.Position);
        _group.Refuse(reason);
    }
}
