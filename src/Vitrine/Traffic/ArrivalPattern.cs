namespace Vitrine.Traffic;

/// <summary>How the rate of arrivals changes over time: phases that repeat, scaled so that their mean is 1.</summary>
internal sealed class ArrivalPattern
{
    private readonly (double Seconds, double Weight)[] _phases;
    private readonly double _period;

    /// <param name="phases">Each phase's length in seconds, and its rate relative to the others'.</param>
    public ArrivalPattern(params IReadOnlyList<(double Seconds, double Weight)> phases)
    {
        _period = phases.Sum(phase => phase.Seconds);
        var mean = phases.Sum(phase => phase.Seconds * phase.Weight) / _period;
        _phases = [.. phases.Select(phase => (phase.Seconds, phase.Weight / mean))];
    }

    /// <summary>The same rate all the time.</summary>
    public static ArrivalPattern Even { get; } = new((1, 1));

    /// <summary>Long quiet, then a rush of six times the rate: two seconds in ten.</summary>
    public static ArrivalPattern Bursts { get; } = new((8, 0.5), (2, 3));

    /// <summary>A tide that comes and goes within a minute.</summary>
    public static ArrivalPattern Waves { get; } = new((20, 1), (10, 1.6), (20, 1), (10, 0.4));

    /// <summary>When, in seconds, <paramref name="arrivals"/> have come if one comes a second in the mean: the inverse of the summed rate.</summary>
    public double TimeOf(double arrivals)
    {
        // A period brings as many arrivals as it has seconds, because the mean is 1.
        var (time, left) = (Math.Floor(arrivals / _period) * _period, arrivals % _period);
        foreach (var (seconds, weight) in _phases)
        {
            if (left <= seconds * weight) return time + (weight > 0 ? left / weight : 0);
            (time, left) = (time + seconds, left - seconds * weight);
        }

        return time;
    }
}
