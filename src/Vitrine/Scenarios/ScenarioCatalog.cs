namespace Vitrine.Scenarios;

/// <summary>The scenarios there are, one for each pack.</summary>
internal static class ScenarioCatalog
{
    public static IReadOnlyList<IScenario> All { get; } = [new KronkScenario(), new KthenaScenario(), new KronosScenario(), new KimberliteScenario(), new AiwatchScenario()];

    /// <summary>The scenario of a pack, or null.</summary>
    public static IScenario? Find(string pack) => All.FirstOrDefault(scenario => scenario.Pack == pack);
}
