using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>
/// Rates pods by what they last measured: 100 · (max − x) / (max − min) for time to first token and time per output token, 100 when all are
/// equal, 50 for a pod that measured nothing lately; the two are blended.
/// </summary>
/// <param name="firstTokenShare">The share of time to first token, 0 to 1.</param>
internal sealed class LeastLatencyScore(double firstTokenShare) : IScorePlugin
{
    private const double Unmeasured = 50;

    public string Name => PluginCatalog.LeastLatency;

    public void Score(in SchedulingRequest request, ReadOnlySpan<Pod> pods, Span<double> scores)
    {
        var (first, token) = (new Extent(), new Extent());
        for (var i = 0; i < pods.Length; i++)
        {
            var load = pods[i].Load;
            if (!request.Trusts(load)) continue;
            first.Include(load.TimeToFirstToken);
            token.Include(load.TimePerOutputToken);
        }

        for (var i = 0; i < pods.Length; i++)
        {
            var load = pods[i].Load;
            scores[i] = request.Trusts(load)
                ? (firstTokenShare * first.Rate(load.TimeToFirstToken)) + ((1 - firstTokenShare) * token.Rate(load.TimePerOutputToken))
                : Unmeasured;
        }
    }

    /// <summary>The smallest and the largest of what was measured.</summary>
    private struct Extent()
    {
        private double _min = double.PositiveInfinity;
        private double _max = double.NegativeInfinity;

        public void Include(double? seconds)
        {
            if (seconds is not { } x) return;
            _min = Math.Min(_min, x);
            _max = Math.Max(_max, x);
        }

        public readonly double Rate(double? seconds) => seconds switch
        {
            not { } => Unmeasured,
            // One measured value, or none when the extent was taken: loads are swapped while pods are rated.
            { } when _max <= _min => 100,
            { } x => Math.Clamp(100 * (_max - x) / (_max - _min), 0, 100),
        };
    }
}
