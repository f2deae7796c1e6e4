using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>
/// Rates pods by what this gateway has there: with base = onFlight + 100 · max(onFlight − running, 0), a pod gets 100 · (max − base) / max.
/// What is on flight but does not run waits, and weighs a hundredfold. A pod that has not said lately what it runs is taken to run all of it.
/// </summary>
internal sealed class LeastRequestScore : IScorePlugin
{
    private const double WaitingWeight = 100;

    public string Name => PluginCatalog.LeastRequest;

    public void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores)
    {
        var max = 0d;
        for (var i = 0; i < pods.Length; i++)
        {
            double onFlight = pods[i].OnFlight;
            if (onFlight > 0)
            {
                var load = pods[i].Load;
                if (request.Trusts(load)) onFlight += WaitingWeight * Math.Max(onFlight - load.Running, 0);
            }

            scores[i] = onFlight;
            if (onFlight > max) max = onFlight;
        }

        if (max == 0)
        {
            scores.Fill(100);
            return;
        }

        foreach (ref var score in scores) score = 100 * (max - score) / max;
    }
}
