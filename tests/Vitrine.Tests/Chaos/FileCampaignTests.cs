using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Faces;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Tests.Chaos;

/// <summary>Campaigns against the real file engine: that it holds, that a seed is an iteration, and that mistakes are found.</summary>
public sealed class FileCampaignTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("file")]
    [InlineData("file-async")]
    public async Task Run_TwoHundredIterations_EveryInvariantHolds(string name)
    {
        var engine = ChaosEngines.Find(name)!;
        var campaign = CampaignOf(engine, iterations: 200, seed: 1);

        await campaign.RunAsync(Cancellation);

        var figures = campaign.Figures;
        figures.Failures.Select(Words).ShouldBeEmpty();
        figures.Done.ShouldBe(200);
        figures.Checked.ShouldAllBe(count => count > 0);
        figures.Strikes.Select(strike => strike.Fault).Distinct().Order().ShouldBe(engine.Faults.Select(fault => FaultNames.Of(fault)).Order());
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file-async")]
    public async Task Run_SameSeed_IsTheSameToTheLastEntry(string name)
    {
        var engine = ChaosEngines.Find(name)!;
        var (first, second) = (CampaignOf(engine, iterations: 25, seed: 4711), CampaignOf(engine, iterations: 25, seed: 4711));

        await first.RunAsync(Cancellation);
        await second.RunAsync(Cancellation);

        WithoutTime(first).ShouldBe(WithoutTime(second));
    }

    [Theory]
    [InlineData("the disk lies about fsync")]
    [InlineData("answers come before fsync")]
    [InlineData("names are never flushed")]
    [InlineData("a full disk is not noticed")]
    [InlineData("a failed fsync is not noticed")]
    [InlineData("damage is skipped")]
    [InlineData("a restart forgets the keys")]
    [InlineData("an asynchronous log is taken for a durable one")]
    [InlineData("an asynchronous log is never flushed")]
    public async Task Run_PlantedDefect_IsFoundAndFoundAgainWithItsSeed(string defect)
    {
        var engine = PlantedDefects.Engine(defect);
        var campaign = CampaignOf(engine, iterations: 40, seed: 1);

        await campaign.RunAsync(Cancellation);

        campaign.Figures.Failures.ShouldNotBeEmpty();
        var found = campaign.Figures.Failures[0];
        var again = CampaignOf(engine, iterations: 1, found.Seed);
        await again.RunAsync(Cancellation);
        Words(again.Figures.Failures.ShouldHaveSingleItem()).ShouldBe(Words(found));
    }

    private static Campaign CampaignOf(ChaosEngine engine, int iterations, int seed) => new(new CampaignPlan { Scenario = ChaosScenario.All[0], Engine = engine, Iterations = iterations, Seed = seed });

    private static string Words(IterationResult result) => $"{result.Seed}: {InvariantNames.Of(result.Failure!.Invariant)}: {result.Failure.What}\n{string.Join('\n', result.Failure.Events)}";

    private static string WithoutTime(Campaign campaign) => (CampaignUpdate.Of(campaign) with { ElapsedSeconds = 0, RecentSeeds = [], TopSeeds = [] }).ToText();
}
