using Vitrine.Chaos.Plans;

namespace Vitrine.Chaos.Campaigns;

/// <summary>Runs iterations one after the other, and says at any time how it stands. Figures, pausing and events are thread-safe.</summary>
internal sealed class Campaign(CampaignPlan plan)
{
    private readonly CampaignTally _tally = new();
    private readonly PauseGate _pause = new();
    private long _startedAt;
    private TimeSpan? _ended;

    /// <summary>What it does.</summary>
    public CampaignPlan Plan => plan;

    /// <summary>Called after each iteration, on the campaign's thread.</summary>
    public Action<IterationResult>? Ended { get; init; }

    /// <summary>How it stands.</summary>
    public CampaignFigures Figures => _tally.Read() with { State = State, Planned = plan.Iterations, Elapsed = _startedAt == 0 ? TimeSpan.Zero : _ended ?? TimeProvider.System.GetElapsedTime(_startedAt) };

    /// <summary>Where it is.</summary>
    public CampaignState State => (_startedAt, _ended, _pause.IsPaused) switch
    {
        (0, _, _) => CampaignState.Idle,
        (_, not null, _) => CampaignState.Completed,
        (_, _, true) => CampaignState.Paused,
        _ => CampaignState.Running,
    };

    /// <summary>Holds it between two rounds, or lets it go on.</summary>
    public void TogglePause() => _pause.Toggle();

    /// <summary>Runs all iterations on other threads; it is started when this returns.</summary>
    /// <exception cref="OperationCanceledException">Somebody stopped it; the figures hold what was done.</exception>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        _startedAt = TimeProvider.System.GetTimestamp();
        return Task.Run(() => RunAllAsync(cancellationToken), CancellationToken.None);
    }

    private async Task RunAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i < (plan.Iterations ?? int.MaxValue); i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await _pause.PassAsync(cancellationToken);
                var result = await RunAsync(unchecked(plan.Seed + i), cancellationToken);
                Ended?.Invoke(result);
            }
        }
        finally
        {
            _ended = TimeProvider.System.GetElapsedTime(_startedAt);
        }
    }

    private async Task<IterationResult> RunAsync(int seed, CancellationToken cancellationToken)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        await using var world = plan.Engine.Create(seed);
        var iteration = new Iteration(ChaosPlan.Of(plan.Scenario, seed, plan.Engine.Nodes, plan.Engine.Faults), world, plan.Engine.Patience);
        var failure = await iteration.RunAsync(_pause, cancellationToken);
        return _tally.Add(seed, TimeProvider.System.GetElapsedTime(_startedAt), TimeProvider.System.GetElapsedTime(startedAt), iteration, failure);
    }
}
