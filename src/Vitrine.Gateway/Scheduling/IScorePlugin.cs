using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Rates pods. Registered by <see cref="Name"/>; stateless, or thread-safe.</summary>
internal interface IScorePlugin
{
    /// <summary>The name that configuration, series and decisions use.</summary>
    string Name { get; }

    /// <summary>Writes a score of 0 to 100 for each pod, higher is better, in the same order. Allocates nothing in steady state.</summary>
    void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores);
}
