using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>Rates pods by chance, 0 to 100. Only by itself: the scheduler leaves it out beside others.</summary>
/// <param name="random">Thread-safe, as <see cref="Random.Shared"/> is.</param>
internal sealed class RandomScore(Random random) : IScorePlugin
{
    public string Name => PluginCatalog.RandomChoice;

    public void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores)
    {
        for (var i = 0; i < pods.Length; i++) scores[i] = random.Next(0, 101);
    }
}
