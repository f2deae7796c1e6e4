namespace Vitrine.Gateway.Polling;

/// <summary>A latency out of two counters: what was added between two polls, by how many it was.</summary>
internal struct LatencyTrack
{
    private double _sum;
    private double _count;

    /// <summary>Takes the counters of a poll. The first poll, and one after a restart of the pod, gives the mean since the start.</summary>
    /// <param name="sum">Seconds added up since the pod's start.</param>
    /// <param name="count">How many.</param>
    /// <param name="old">The mean so far, kept when nothing was added.</param>
    public double? Mean(double sum, double count, double? old)
    {
        var isReset = count < _count || sum < _sum;
        var (seconds, events) = isReset ? (sum, count) : (sum - _sum, count - _count);
        (_sum, _count) = (sum, count);
        return events > 0 && seconds > 0 ? seconds / events : old;
    }
}
