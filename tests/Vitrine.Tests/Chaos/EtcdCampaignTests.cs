using Vitrine.Chaos.Campaigns;
using Vitrine.Chaos.Invariants;
using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds.Clusters;
using Vitrine.Testing;

namespace Vitrine.Tests.Chaos;

/// <summary>Campaigns against three real etcd members and three ledger nodes, all of them processes.</summary>
public sealed class EtcdCampaignTests
{
    [Fact]
    public async Task Run_EveryFaultOnce_EveryInvariantHolds()
    {
        ExternalTool.Locate("etcd");
        var mixed = ChaosScenario.All[0];
        // The first whose plan and the next one's have each fault once at least.
        var seed = Enumerable.Range(1, 100_000).First(seed => EtcdWorld.Engine.Faults.SetEquals(FaultsOf(seed).Concat(FaultsOf(seed + 1))));
        var campaign = new Campaign(new CampaignPlan { Scenario = mixed, Engine = EtcdWorld.Engine, Iterations = 2, Seed = seed });

        await campaign.RunAsync(TestContext.Current.CancellationToken);

        var figures = campaign.Figures;
        figures.Failures.Select(result => $"{result.Seed}: {InvariantNames.Of(result.Failure!.Invariant)}: {result.Failure.What}\n{string.Join('\n', result.Failure.Events)}").ShouldBeEmpty();
        figures.Strikes.Select(strike => strike.Fault).Distinct().Order().ShouldBe(EtcdWorld.Engine.Faults.Select(fault => FaultNames.Of(fault)).Order());
        figures.Checked.ShouldAllBe(count => count > 0);

        IEnumerable<FaultKind> FaultsOf(int seed) => ChaosPlan.Of(mixed, seed, EtcdWorld.Engine.Nodes, EtcdWorld.Engine.Faults).Rounds.Select(round => round.Fault).OfType<PlannedFault>().Select(fault => fault.Kind);
    }
}
