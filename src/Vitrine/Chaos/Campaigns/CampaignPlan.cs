using Vitrine.Chaos.Plans;
using Vitrine.Chaos.Worlds;

namespace Vitrine.Chaos.Campaigns;

/// <summary>What a campaign does: iteration i, from 0, is the plan of seed <see cref="Seed"/> + i.</summary>
internal sealed record CampaignPlan
{
    /// <summary>The mix of faults.</summary>
    public required ChaosScenario Scenario { get; init; }

    /// <summary>Where it happens.</summary>
    public required ChaosEngine Engine { get; init; }

    /// <summary>The seed of the first iteration.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many iterations; null goes on until somebody stops it.</summary>
    public int? Iterations { get; init; }

    /// <summary>The command line that does one iteration again.</summary>
    public string Repeat(int seed) =>
        $"vitrine chaos run --iterations 1 --seed {seed}{(Scenario.Name == ChaosScenario.All[0].Name ? "" : $" --scenario {Scenario.Name}")}{(Engine.Name == ChaosEngines.All[0].Name ? "" : $" --engine {Engine.Name}")}";
}
