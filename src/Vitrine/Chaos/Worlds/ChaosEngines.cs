using Vitrine.Chaos.Worlds.Clusters;

namespace Vitrine.Chaos.Worlds;

/// <summary>The log engines that a campaign can be run against.</summary>
internal static class ChaosEngines
{
    /// <summary>All of them, the usual one first.</summary>
    public static IReadOnlyList<ChaosEngine> All { get; } = [FileWorld.Engine, FileWorld.AsyncEngine, EtcdWorld.Engine];

    /// <summary>The engine of a name.</summary>
    public static ChaosEngine? Find(string name) => All.FirstOrDefault(engine => engine.Name == name);
}
