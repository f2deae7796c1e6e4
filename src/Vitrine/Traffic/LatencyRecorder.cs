using System.Numerics;

namespace Vitrine.Traffic;

/// <summary>Counts durations in buckets whose width grows with the value: quantiles within 0.4 % from a microsecond to an hour, in 27 KB, however many are recorded.</summary>
/// <remarks>
/// The idea of HdrHistogram: below 256 µs every microsecond has its bucket, and above each doubling is split into 128. Not thread-safe.
/// </remarks>
internal sealed class LatencyRecorder
{
    // A bucket is as wide as 1/128 of the power of two that it lies in; half of that to either side of its middle is 0.4 %.
    private const int StepBits = 7;
    private const long LongestUs = 3_600_000_000;

    private readonly long[] _counts = new long[IndexOf(LongestUs) + 1];
    private long _maxUs;

    /// <summary>How many were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest, exactly; longer ones than an hour count as an hour.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(_maxUs);

    /// <summary>Records a duration; one below zero counts as zero.</summary>
    public void Record(TimeSpan duration)
    {
        var us = Math.Clamp((long)duration.TotalMicroseconds, 0, LongestUs);
        _counts[IndexOf(us)]++;
        _maxUs = Math.Max(_maxUs, us);
        Count++;
    }

    /// <summary>The duration that the share <paramref name="quantile"/> of all does not exceed; zero when there is none.</summary>
    public TimeSpan Quantile(double quantile)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(quantile * Count));
        var seen = 0L;
        for (var index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= rank) return TimeSpan.FromMicroseconds(Math.Min(MiddleOf(index), _maxUs));
        }

        return TimeSpan.Zero;
    }

    // The bits above the leading ones that a bucket keeps are its shift; below 256 there is none to lose.
    private static int ShiftOf(long us) => Math.Max(0, BitOperations.Log2((ulong)us | 1) - StepBits);

    private static int IndexOf(long us)
    {
        var shift = ShiftOf(us);
        return (shift << StepBits) + (int)(us >> shift);
    }

    private static double MiddleOf(int index)
    {
        var shift = Math.Max(0, (index >> StepBits) - 1);
        var from = ((long)index - (shift << StepBits)) << shift;
        return from + ((1L << shift) - 1) / 2.0;
    }
}
