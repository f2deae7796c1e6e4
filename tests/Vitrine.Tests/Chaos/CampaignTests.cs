using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Coverage;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Tests.Chaos;

public sealed class CampaignTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_NothingGoesWrong_HoldsAndCountsWhatItSaw()
    {
        var campaign = CampaignOf(MemoryWorld.Engine<MemoryWorld>(nodes: 3), iterations: 30);

        await campaign.RunAsync(Cancellation);

        var figures = campaign.Figures;
        figures.Failures.ShouldBeEmpty();
        (figures.State, figures.Done, figures.Recent.Count).ShouldBe((CampaignState.Completed, 30, 30));
        figures.Recent[0].Seed.ShouldBe(30);
        figures.Coverage.ShouldAllBe(count => count > 0);
        figures.Corpus.ShouldBe(figures.Recent.Count(result => result.SeenFirst > 0));
        figures.Recent.Sum(result => result.SeenFirst).ShouldBe(figures.Coverage.Sum());
        // Nothing was damaged in earnest, so that alone was never looked at.
        InvariantNames.All.Where(invariant => figures.Checked[(int)invariant] == 0).ShouldBe([Invariant.DamageReported]);
    }

    [Theory]
    [InlineData(typeof(LosingWorld), "equal-nodes")]
    [InlineData(typeof(KeylessWorld), "repeat-same-positions")]
    [InlineData(typeof(DenyingWorld), "refused-not-written")]
    [InlineData(typeof(ForgettingWorld), "recovers")]
    [InlineData(typeof(AlteringWorld), "chain")]
    [InlineData(typeof(ShufflingWorld), "reads-never-go-back")]
    [InlineData(typeof(LaggingWorld), "equal-nodes")]
    [InlineData(typeof(SuspiciousWorld), "damage-reported")]
    [InlineData(typeof(StumblingWorld), "answers-are-typed")]
    public async Task Run_BrokenLedger_IsFoundAndFoundAgainWithItsSeed(Type world, string invariant)
    {
        var engine = (ChaosEngine)typeof(MemoryWorld).GetMethod(nameof(MemoryWorld.Engine))!.MakeGenericMethod(world).Invoke(null, [2])!;
        var campaign = CampaignOf(engine, iterations: 20);

        await campaign.RunAsync(Cancellation);

        var found = campaign.Figures.Failures.First(result => InvariantNames.Of(result.Failure!.Invariant) == invariant);
        var again = CampaignOf(engine, iterations: 1, found.Seed);
        await again.RunAsync(Cancellation);
        var repeated = again.Figures.Failures.ShouldHaveSingleItem().Failure!;
        (repeated.Invariant, repeated.What).ShouldBe((found.Failure!.Invariant, found.Failure.What));
        repeated.Events.ShouldBe(found.Failure.Events);
        campaign.Figures.Matrix.ShouldContain(cell => cell.Broken > 0 && cell.Invariant == invariant);
    }

    [Fact]
    public async Task Pause_WhileItRuns_HoldsItUntilItGoesOn()
    {
        var second = new TaskCompletionSource();
        Campaign campaign = null!;
        campaign = new Campaign(PlanOf(MemoryWorld.Engine<MemoryWorld>(), iterations: 40)) { Ended = result => Hold(result.Seed) };

        var running = campaign.RunAsync(Cancellation);
        await second.Task.WaitAsync(Cancellation);

        campaign.Figures.State.ShouldBe(CampaignState.Paused);
        campaign.Figures.Done.ShouldBe(2);
        campaign.TogglePause();
        await running;
        campaign.Figures.Done.ShouldBe(40);

        void Hold(int seed)
        {
            if (seed != 2) return;
            campaign.TogglePause();
            second.SetResult();
        }
    }

    [Fact]
    public void Plan_SameSeed_IsTheSame()
    {
        var faults = Enum.GetValues<FaultKind>().ToHashSet();

        string Text(int seed) => string.Join('\n', ChaosPlan.Of(ChaosScenario.All[0], seed, 3, faults).Rounds.Select(round => $"{string.Join(',', round.Writes)} {round.Fault} {string.Join(',', round.Reads)}"));

        Text(7).ShouldBe(Text(7));
        Text(7).ShouldNotBe(Text(8));
    }

    [Fact]
    public void Coverage_SameThingTwice_IsNewOnce()
    {
        var (map, first, second) = (new CoverageMap(), new IterationCoverage(), new IterationCoverage());
        foreach (var iteration in (IterationCoverage[])[first, second])
        {
            foreach (var word in (string[])["append:acknowledged", "append:unknown", "append:known"]) iteration.Message(word);
            iteration.Fault(new Strike(FaultKind.Kill, "writing", "kill"));
            iteration.Saw(new Strike(FaultKind.Kill, "writing", "kill"), Invariant.Order);
        }

        map.Add(first).ShouldBe(5);
        map.Add(second).ShouldBe(0);
        map.Counts.ShouldBe([1, 1, 1, 2]);
    }

    private static Campaign CampaignOf(ChaosEngine engine, int iterations, int seed = 1) => new(PlanOf(engine, iterations, seed));

    private static CampaignPlan PlanOf(ChaosEngine engine, int iterations, int seed = 1) => new() { Scenario = ChaosScenario.All[0], Engine = engine, Iterations = iterations, Seed = seed };
}
