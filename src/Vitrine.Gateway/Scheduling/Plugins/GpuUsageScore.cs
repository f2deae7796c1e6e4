using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>Rates pods by the free share of their KV cache, in whole points; 50 for a pod that has not said so lately.</summary>
/// <param name="name">The name that configuration used.</param>
internal sealed class GpuUsageScore(string name) : IScorePlugin
{
    public string Name => name;

    public void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores)
    {
        for (var i = 0; i < pods.Length; i++)
        {
            var load = pods[i].Load;
            scores[i] = request.Trusts(load) ? Math.Truncate(Math.Clamp((1 - load.KvUsage) * 100, 0, 100)) : 50;
        }
    }
}
