namespace Vitrine.Profiling.Live.Plots;

/// <summary>Counts by bucket since the run began. Any thread may count; readers see each bucket whole, and all of them soon.</summary>
/// <param name="bounds">Upper bounds, ascending and inclusive; what is above the last is counted in the last.</param>
internal sealed class Histogram(double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length];

    public double[] Bounds => bounds;

    public ReadOnlySpan<long> Counts => _counts;

    public void Add(double value, long count = 1)
    {
        var at = bounds.AsSpan().BinarySearch(value);
        Interlocked.Add(ref _counts[Math.Min(at < 0 ? ~at : at, bounds.Length - 1)], count);
    }

    /// <summary>A microsecond to ten seconds and beyond, ten buckets a decade.</summary>
    public static Histogram OfSeconds()
    {
        const int PerDecade = 10;
        return new Histogram([.. Enumerable.Range(0, (7 * PerDecade) + 2).Select(step => Math.Round(1e3 * Math.Pow(10, step / (double)PerDecade)) / 1e9)]);
    }

    /// <summary>16 bytes to a gibibyte and beyond, two buckets a doubling.</summary>
    public static Histogram OfBytes() => new([.. Enumerable.Range(0, (2 * 26) + 2).Select(step => (step % 2 == 0 ? 16.0 : 24.0) * (1L << (step / 2)))]);
}
