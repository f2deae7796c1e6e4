using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds.Disks;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;
using static Vitrine.Chaos.Plans.FaultKind;

namespace Vitrine.Chaos.Worlds;

/// <summary>The file engine over a disk in memory whose every operation can go wrong. Its threads meet the disk in one order only, so a seed gives the same iteration again.</summary>
/// <remarks>
/// That order comes from the disk: while commands are handed over, the first operation is held; what came meanwhile waits in the engine's queue, and becomes one group.
/// Who decides a command, and when, is left to chance, and changes nothing: its time is that of its sending.
/// Checkpoints are written when the engine stops, not behind its back, for the same reason.
/// </remarks>
internal sealed class FileWorld : IChaosWorld
{
    // The files of a log, by docs/format/ledger.md.
    private const string Checkpoint = "checkpoint";
    private const string View = "view";
    private const string SegmentEnding = ".segment";

    private readonly Platter _platter;
    private readonly JumpingClock _clock = new();
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { Kinds = [.. LedgerKinds.All] });
    private readonly FileEngineOptions _options;
    private readonly Func<ILogDisk, ILogDisk> _overDisk;
    private readonly Func<ILogEngine, ILogEngine> _overEngine;
    private SimulatedDisk _disk;
    private ILogEngine? _engine;
    private PlannedFault? _fault;
    private (string Name, int Offset, int Bit)? _flipped;
    private Task _stopping = Task.CompletedTask;
    private long _durable;

    /// <summary>A world that has not started.</summary>
    /// <param name="seed">What of a crash survives, and how large segments and reserved room are.</param>
    /// <param name="sync">When the engine acknowledges. Asynchronous, it flushes here when a segment is full and when it stops: its interval never passes, for a timer of the machine would be no seed's.</param>
    /// <param name="overDisk">What stands between the engine and its disk; null for nothing. Tests plant defects here.</param>
    /// <param name="overEngine">What stands between clients and the engine; null for nothing.</param>
    public FileWorld(int seed, SyncMode sync = SyncMode.Fsync, Func<ILogDisk, ILogDisk>? overDisk = null, Func<ILogEngine, ILogEngine>? overEngine = null)
    {
        (_overDisk, _overEngine) = (overDisk ?? (disk => disk), overEngine ?? (engine => engine));
        _platter = new Platter(seed);
        _disk = new SimulatedDisk(_platter);
        _options = new FileEngineOptions { Files = new LogFilesOptions { SegmentBytes = 4096 << (seed & 7), ReservedBytes = (seed & 3) * 2048, CheckpointBytes = long.MaxValue, Sync = sync, AsyncInterval = Timeout.InfiniteTimeSpan } };
    }

    /// <summary>The engine that <c>--engine file</c> means.</summary>
    public static ChaosEngine Engine { get; } = new(
        "file",
        "one node in this process on a disk in memory, repeatable to the byte",
        1,
        new HashSet<FaultKind> { Kill, Restart, TornWrite, BitFlip, DiskFull, FlushFailure, SlowFlush, Pause, ClockBack, ClockForward },
        seed => new FileWorld(seed));

    /// <summary>The engine that <c>--engine file-async</c> means. A failing fsync is none of its faults: what it drops was acknowledged, and is damage after a power cut.</summary>
    public static ChaosEngine AsyncEngine { get; } = Engine with
    {
        Name = "file-async",
        Description = "the same with sync_mode async, where a power cut may take the newest entries",
        Faults = new HashSet<FaultKind>(Engine.Faults.Except([FlushFailure])),
        Create = seed => new FileWorld(seed, SyncMode.Async),
    };

    public int Nodes => 1;

    public long? CutTo { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _disk = new SimulatedDisk(_platter);
        var engine = _overEngine(new FileLogEngine(_overDisk(_disk), _options, new EngineTelemetry(_telemetry), _clock, NullLogger.Instance));
        _engine = engine;
        await engine.StartAsync(cancellationToken);
    }

    public Task<AppendResult> AppendAsync(int node, LedgerCommand command, CancellationToken cancellationToken) =>
        _engine is { } engine && !_disk.IsDead ? AppendAsync(engine, _disk, command, cancellationToken) : throw new EngineUnavailableException("down", "The process is gone.");

    public ValueTask<LogHead?> HeadAsync(int node, CancellationToken cancellationToken) => ValueTask.FromResult<LogHead?>(_disk.IsDead || _engine is null ? null : _engine.Copy.Head);

    public Task<IReadOnlyList<LogEntry>> ReadAsync(int node, long from, long to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<LogEntry>>(from > to ? [] : [.. _engine!.Copy.Read(from, to)]);

    public async Task<Strike?> StrikeAsync(IReadOnlyList<Func<Task>> sends, PlannedFault? fault, CancellationToken cancellationToken)
    {
        (_fault, CutTo) = (fault, null);
        _platter.Hold();
        // The operation that is held counts as the first.
        if (fault is not null && fault.Kind != BitFlip) Arm(fault);
        var sent = new List<Task>();
        while (sent.Count < sends.Count && !_platter.Held.IsCompleted)
        {
            sent.Add(sends[sent.Count]());
            await Task.WhenAny(sent[^1], _platter.Held);
        }

        while (sent.Count < sends.Count) sent.Add(sends[sent.Count]());
        _platter.Release();
        var all = Task.WhenAll(sent);
        if (fault?.Kind is SlowFlush or Pause or Restart) await HoldAsync(fault, all);
        await all;
        if (fault is null) return null;
        var at = _platter.Disarm();
        if (at is null && !await StrikeAtRestAsync(fault)) return null;
        return new Strike(fault.Kind, at is { } operation ? StateOf(operation) : StateAtRest(), fault.Kind == BitFlip ? $"bit-flip in {_flipped?.Name}" : FaultNames.Of(fault.Kind));
    }

    public async Task HealAsync(Checks checks, CancellationToken cancellationToken)
    {
        _platter.Heal();
        await _stopping;
        if (_flipped is { } flipped)
        {
            await ExpectReportAsync(checks, flipped.Name, cancellationToken);
            _platter.Flip(flipped.Name, flipped.Offset, flipped.Bit);
            _flipped = null;
            await RestartAsync(checks, isOrderly: false, cancellationToken);
        }
        else if (_engine is null || _disk.IsDead)
        {
            if (_fault is { Kind: Kill or TornWrite, Choice: var choice } && choice % 3 == 0) await DieInStartAsync(checks, choice / 3, cancellationToken);
            await RestartAsync(checks, isOrderly: false, cancellationToken);
        }
        else if (_fault is { Kind: DiskFull or FlushFailure or ClockBack, Choice: var choice } && choice % 2 == 0)
        {
            // What was refused may not come up after a start, either.
            await RestartAsync(checks, isOrderly: choice % 4 == 0, cancellationToken);
        }

        _fault = null;
    }

    public async ValueTask DisposeAsync()
    {
        _platter.Heal();
        await _stopping;
        await StopAsync();
        _telemetry.Dispose();
    }

    private static async Task<AppendResult> AppendAsync(ILogEngine engine, SimulatedDisk disk, LedgerCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await engine.AppendAsync(command, cancellationToken);
        }
        catch (Exception e) when (disk.IsDead && e is not OperationCanceledException)
        {
            // Whatever the threads of a dead process say, its clients see a closed connection.
            throw new OutcomeUnknownException("The process died.", e);
        }
    }

    // A round seldom has more than two groups: what can strike one kind of operation only must not wait for a third.
    private void Arm(PlannedFault fault)
    {
        DiskOperation? only = fault.Kind switch
        {
            TornWrite or DiskFull => DiskOperation.Append,
            SlowFlush or FlushFailure => DiskOperation.FlushFile,
            _ => null,
        };
        _platter.Arm(only is null ? fault.Moment : fault.Moment % 2, operation => only is null || operation == only, () => Strike(fault));
    }

    private static string StateOf(DiskOperation operation) => operation switch
    {
        DiskOperation.Append => "writing",
        DiskOperation.Reserve => "reserving",
        DiskOperation.FlushFile => "syncing",
        DiskOperation.Truncate => "cutting-back",
        _ => "rolling-over",
    };

    private string StateAtRest() => _flipped?.Name switch
    {
        null => "idle",
        Checkpoint => Checkpoint,
        View => View,
        var name => name == Segments()[^1] ? "open-segment" : "sealed-segment",
    };

    private string[] Segments() => [.. _platter.List().Where(name => name.EndsWith(SegmentEnding, StringComparison.Ordinal))];

    // Called within the disk's operation.
    private void Strike(PlannedFault fault)
    {
        switch (fault.Kind)
        {
            case Kill or TornWrite:
                _platter.Die(isTorn: fault.Kind == TornWrite);
                break;
            case DiskFull:
                _platter.Fill();
                break;
            case FlushFailure:
                _platter.FailFlushes(1 + fault.Choice % 3);
                break;
            case SlowFlush or Pause or Restart:
                _platter.Hold();
                break;
            case ClockBack or ClockForward:
                _clock.Jump(fault.Jump);
                break;
            default:
                throw new UnreachableException($"{fault.Kind} does not strike within an operation.");
        }
    }

    private async Task<bool> StrikeAtRestAsync(PlannedFault fault)
    {
        switch (fault.Kind)
        {
            case Kill:
                _platter.Crash(isTorn: false);
                return true;
            case Restart:
                await StopAsync();
                return true;
            case BitFlip:
                string[] names = [.. _platter.List().Where(name => name is Checkpoint or View || name.EndsWith(SegmentEnding, StringComparison.Ordinal))];
                var name = names[fault.Choice / 64 % names.Length];
                var (offset, bit) = (fault.Choice % _platter.WrittenBytesOf(name), fault.Choice / 8 % 8);
                _flipped = (name, offset, bit);
                _platter.Flip(name, offset, bit);
                return true;
            case ClockBack or ClockForward:
                _clock.Jump(fault.Jump);
                return true;
            default:
                return false;
        }
    }

    /// <summary>While the disk is held, readers read all there is; then the process stops, or goes on, long after.</summary>
    private async Task HoldAsync(PlannedFault fault, Task all)
    {
        await Task.WhenAny(all, _platter.Held);
        if (!_platter.IsStruck) return;
        _ = _engine!.Copy.Read(1, _engine.Copy.Head.Position).Count();
        if (fault.Kind == Restart) _stopping = StopAsync();
        else _clock.Jump(TimeSpan.FromSeconds(30));
        _platter.Release();
        await _stopping;
    }

    /// <summary>A process that starts dies in the middle, and is started again.</summary>
    private async Task DieInStartAsync(Checks checks, int moment, CancellationToken cancellationToken)
    {
        await StopAsync();
        _platter.Arm(moment % 5, _ => true, () => _platter.Die(isTorn: false));
        try
        {
            await StartAsync(cancellationToken);
        }
        catch (IOException) when (_disk.IsDead)
        {
            checks.Strike = new Strike(Kill, "starting", "kill");
        }
    }

    private async Task RestartAsync(Checks checks, bool isOrderly, CancellationToken cancellationToken)
    {
        if (!isOrderly && !_disk.IsDead && _engine is not null) _platter.Crash(isTorn: false);
        var isPowerCut = _disk.IsDead;
        await StopAsync();
        _platter.Heal();
        try
        {
            await StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new BrokenInvariantException(Invariant.Recovers, $"The engine does not start over a disk that works: {e.Message}", e);
        }

        var head = _engine!.Copy.Head.Position;
        checks.Expect(Invariant.AcknowledgedKept, head >= _durable, $"The log ends at {head}, and {_durable} was durable.");
        // Whatever a start finds on a platter that crashed is durable.
        _durable = head;
        if (isPowerCut && _options.Files.Sync == SyncMode.Async) CutTo = head;
    }

    /// <summary>With a flipped bit, a start must refuse, or a walk over the log must find it; only the checkpoint may be damaged without a word, since everything of it is in the log.</summary>
    private async Task ExpectReportAsync(Checks checks, string name, CancellationToken cancellationToken)
    {
        await StopAsync();
        LogDamageException? report = null;
        try
        {
            await StartAsync(cancellationToken);
            _ = _engine!.Copy.Read(1, _engine.Copy.Head.Position).Count();
        }
        catch (LogDamageException damage)
        {
            report = damage;
        }

        if (name != Checkpoint) checks.Expect(Invariant.DamageReported, report is not null, $"A bit of {name} is flipped, and neither a start nor a walk over the log says so.");
        if (report is not null) checks.Expect(Invariant.DamageReported, report.Segment == name, $"A bit of {name} is flipped, and {report.Segment} is named: {report.Message}");
        await StopAsync();
    }

    private async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _engine, null) is not { } engine) return;
        try
        {
            await engine.DisposeAsync();
            if (!_disk.IsDead) _durable = Math.Max(_durable, engine.Copy.Head.Position);
        }
        catch (IOException) when (_disk.IsDead)
        {
            // The dead write no farewells.
        }

        _disk.Dispose();
    }
}
