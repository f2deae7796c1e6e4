namespace Vitrine.Traffic;

/// <summary>Open loop: requests arrive by themselves, however long the answers take, as from many callers who know nothing of each other.</summary>
/// <remarks>
/// A Poisson process: the gaps are exponential, stretched and squeezed by the pattern. The times depend on rate, pattern and seed alone, so whoever is
/// measured from them has waited for what a slow service kept back too (no coordinated omission).
/// </remarks>
internal sealed class OpenArrivals(double perSecond, ArrivalPattern pattern, Random random) : IArrivals
{
    private double _arrivals;

    public TimeSpan Next(TimeSpan now)
    {
        _arrivals -= Math.Log(1 - random.NextDouble());
        return TimeSpan.FromSeconds(pattern.TimeOf(_arrivals / perSecond));
    }
}
