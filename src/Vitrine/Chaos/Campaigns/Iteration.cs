using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Histories;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;

namespace Vitrine.Chaos.Campaigns;

/// <summary>Runs one plan in one world.</summary>
/// <remarks>
/// 1. Tenants and streams are made. 2. In each round the writers write, with a fault in the middle. 3. What they were told is noted in the order of the plan.
/// 4. Readers read while the fault lasts. 5. The fault ends, every node serves again. 6. Whoever was lost sight of asks again, and the logs of all nodes are walked.
/// </remarks>
internal sealed class Iteration
{
    // Longer than any answer takes that comes at all, on a busy machine too.
    private static readonly TimeSpan s_answerTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_tryEvery = TimeSpan.FromMilliseconds(100);

    private readonly ChaosPlan _plan;
    private readonly IChaosWorld _world;
    private readonly TimeSpan _patience;
    private readonly EventTrail _trail;
    private readonly Checks _checks;
    private readonly ClientHistory _history;
    private readonly ReadMemory _memory;

    public Iteration(ChaosPlan plan, IChaosWorld world, TimeSpan patience)
    {
        (_plan, _world, _patience) = (plan, world, patience);
        _trail = new EventTrail(Coverage);
        _checks = new Checks(Coverage);
        _history = new ClientHistory(_checks);
        _memory = new ReadMemory(_checks);
    }

    /// <summary>What it saw.</summary>
    public IterationCoverage Coverage { get; } = new();

    /// <summary>How often it looked at each invariant, by the invariant's number.</summary>
    public IReadOnlyList<long> Checked => _checks.Counts;

    /// <summary>The faults that struck.</summary>
    public List<Strike> Strikes { get; } = [];

    /// <summary>How many commands were sent.</summary>
    public int Commands => _history.Sent.Count;

    /// <summary>How many entries the log holds.</summary>
    public long Entries { get; private set; }

    /// <summary>Runs it.</summary>
    /// <returns>What it found, or null.</returns>
    public async Task<IterationFailure?> RunAsync(PauseGate pause, CancellationToken cancellationToken)
    {
        try
        {
            await InTimeAsync(_world.StartAsync(cancellationToken), "The first start");
            await BeginAsync(cancellationToken);
            for (var i = 0; i < _plan.Rounds.Count; i++)
            {
                await pause.PassAsync(cancellationToken);
                _trail.Round(i + 1);
                await RunAsync(_plan.Rounds[i], cancellationToken);
            }

            return null;
        }
        catch (BrokenInvariantException broken)
        {
            return Failure(broken.Invariant, broken.Message);
        }
        catch (LogDamageException damage)
        {
            // While a bit is flipped, reports are taken as they should be; here no fault lasts.
            return Failure(Invariant.DamageReported, $"Damage is reported that nobody did, or that outlived its repair: {damage.Message}");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A reader got it, or a start: whatever it is, it is nobody's to expect, and the seed is worth having.
            return Failure(Invariant.AnswersAreTyped, $"{e.GetType().Name}: {e.Message}");
        }
    }

    private IterationFailure Failure(Invariant invariant, string what) => new(invariant, what, FaultNames.Of(_checks.Strike?.Fault), _trail.Lines);

    // Step 1.
    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in ChaosPlan.Tenants)
        {
            await SendAsync(_history.Next(new LedgerCommand.CreateTenant(tenant)), 0, cancellationToken);
            foreach (var stream in ChaosPlan.Streams) await SendAsync(_history.Next(new LedgerCommand.CreateStream(tenant, stream)), 0, cancellationToken);
        }
    }

    private async Task RunAsync(ChaosRound round, CancellationToken cancellationToken)
    {
        // Step 2.
        var sendings = round.Writes.Select(write => (Sent: _history.Next(write), write.Node)).ToArray();
        var answers = new Task<Answer>[sendings.Length];
        var strike = await _world.StrikeAsync([.. sendings.Select((sending, i) => (Func<Task>)(() => answers[i] = AskAsync(sending.Sent, sending.Node, cancellationToken)))], round.Fault, cancellationToken);
        if (strike is not null)
        {
            Strikes.Add(strike);
            _checks.Strike = strike;
            _trail.Struck(strike);
        }

        // Step 3.
        for (var i = 0; i < answers.Length; i++) Note(sendings[i].Sent, sendings[i].Node, await answers[i]);

        // Step 4.
        foreach (var read in round.Reads) await ReadAsync(read, cancellationToken);
        if (strike is null && round != _plan.Rounds[^1]) return;

        // Step 5.
        await InTimeAsync(_world.HealAsync(_checks, cancellationToken), "The way back from the fault");
        _trail.Event("healed", "every node serves again");
        if (_world.CutTo is { } end)
        {
            _trail.Event("cut", $"a power cut left the log up to {end} of {_history.Acknowledged}");
            _history.CutTo(end);
            _memory.CutTo(end);
            // Tenants and streams may be gone, too.
            await BeginAsync(cancellationToken);
        }

        // Step 6.
        foreach (var sent in _history.Open.ToArray()) await SendAsync(sent, sent.Writer % _world.Nodes, cancellationToken);
        for (var node = 0; node < _world.Nodes; node++) await WalkAsync(node, cancellationToken);
    }

    private static async Task InTimeAsync(Task task, string what)
    {
        try
        {
            await task.WaitAsync(s_answerTime);
        }
        catch (TimeoutException)
        {
            throw new BrokenInvariantException(Invariant.Recovers, $"{what} took longer than {s_answerTime.TotalSeconds} s.");
        }
    }

    // Where nothing is the matter, a command must be answered with what became of it.
    private async Task SendAsync(SentCommand sent, int node, CancellationToken cancellationToken)
    {
        Answer answer = null!;
        await UntilAsync(async () =>
        {
            answer = await AskAsync(sent, node, cancellationToken);
            Note(sent, node, answer);
            return answer.Error is null;
        });
        _checks.Expect(Invariant.Recovers, answer.Error is null, $"{sent} came to nothing though no fault lasts: {answer.Error?.Message}");
    }

    /// <summary>Tries once, and then for as long as this world may take.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var since = TimeProvider.System.GetTimestamp(); !await isSo() && TimeProvider.System.GetElapsedTime(since) < _patience;) await Task.Delay(s_tryEvery);
    }

    private async Task<Answer> AskAsync(SentCommand sent, int node, CancellationToken cancellationToken)
    {
        try
        {
            return new Answer(await _world.AppendAsync(node, sent.Command, cancellationToken).WaitAsync(s_answerTime, cancellationToken), null);
        }
        catch (Exception e) when (e is not (OperationCanceledException or BrokenInvariantException))
        {
            return new Answer(null, e);
        }
    }

    private void Note(SentCommand sent, int node, Answer answer)
    {
        var kind = sent.Command is LedgerCommand.Append ? "append" : "make";
        var how = answer switch
        {
            { Result: { } result } => _history.Answered(sent, result),
            { Error: EngineUnavailableException unavailable } => NotTaken(unavailable.Type),
            { Error: OutcomeUnknownException } => Lost(),
            _ => throw new BrokenInvariantException(Invariant.AnswersAreTyped, $"{sent} was answered with {answer.Error!.GetType().Name}: {answer.Error.Message}", answer.Error),
        };
        _checks.Seen(Invariant.AnswersAreTyped);
        _trail.Answer($"{kind}:{how}", $"writer {sent.Writer} at node {node + 1}, {sent}{(sent.Fate == Fate.Acknowledged ? $" -> {sent.First}..{sent.Last}" : "")}");

        string NotTaken(string type)
        {
            _history.NotTaken(sent);
            return type;
        }

        string Lost()
        {
            _history.Lost(sent);
            return "unknown";
        }
    }

    private async Task ReadAsync(PlannedRead read, CancellationToken cancellationToken)
    {
        try
        {
            if (await _world.HeadAsync(read.Node, cancellationToken) is not { } head)
            {
                _trail.Event("read:down", $"reader {read.Reader}: node {read.Node + 1} is down");
                return;
            }

            _memory.SawHead(read.Reader, read.Node, head);
            var from = Math.Max(1, head.Position - read.Entries + 1);
            _memory.SawEntries(read.Node, from, head.Position, await _world.ReadAsync(read.Node, from, head.Position, cancellationToken));
            _trail.Event("read:ok", $"reader {read.Reader} at node {read.Node + 1}: {from}..{head.Position}");
        }
        catch (EngineUnavailableException e)
        {
            _trail.Event("read:unavailable", $"reader {read.Reader} at node {read.Node + 1}: {e.Message}");
        }
        catch (LogDamageException e)
        {
            _checks.Expect(Invariant.DamageReported, _checks.Strike?.Fault == FaultKind.BitFlip, $"Node {read.Node + 1} reports damage that nobody did: {e.Message}");
            _trail.Event("read:damage", $"reader {read.Reader} at node {read.Node + 1}: {e.Message}");
        }
    }

    private async Task WalkAsync(int node, CancellationToken cancellationToken)
    {
        LogHead? seen = null;
        await UntilAsync(async () => (seen = await _world.HeadAsync(node, cancellationToken))?.Position >= _history.Acknowledged);
        var head = seen ?? throw new BrokenInvariantException(Invariant.Recovers, $"Node {node + 1} does not serve though no fault lasts.");
        _checks.Seen(Invariant.Recovers);
        _checks.Expect(Invariant.EqualNodes, head.Position >= _history.Acknowledged, $"Node {node + 1} ends at {head.Position}, and {_history.Acknowledged} is acknowledged.");
        var entries = await _world.ReadAsync(node, 1, head.Position, cancellationToken);
        // Whatever readers and other nodes showed at a position must stand there.
        _memory.SawEntries(node, 1, head.Position, entries);
        _checks.Seen(Invariant.EqualNodes);
        new LogWalk(_checks, _history, $"Node {node + 1}").Check(entries);
        Entries = Math.Max(Entries, head.Position);
    }

    private sealed record Answer(AppendResult? Result, Exception? Error);
}
