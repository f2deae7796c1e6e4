namespace Vitrine.Forecast.Engine.Seasons;

/// <summary>
/// A cycle of the calendar that a series may repeat in: where in it every candle lies, by its own timestamp, so that gaps (a weekend, a pause) shift nothing.
/// </summary>
internal sealed class SeasonalCycle
{
    /// <summary>A cycle is believed once it was seen this often.</summary>
    private const int FewestCycles = 3;

    /// <summary>With more places than this for every candle, most of a cycle would stay unknown.</summary>
    private const int MostPlaces = 8;

    private static readonly TimeSpan[] s_calendar =
        [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(365.2425)];

    private readonly long _length;
    private readonly long _step;

    private SeasonalCycle(long length, long step, int period, int window)
    {
        _length = length;
        _step = step;
        Period = period;
        Window = window;
    }

    /// <summary>Places in the cycle.</summary>
    public int Period { get; }

    /// <summary>Candles that a cycle usually holds: fewer than places where the series pauses.</summary>
    public int Window { get; }

    /// <summary>The place of a time in the cycle.</summary>
    public int Place(long timestamp) => (int)((timestamp % _length + _step / 2) / _step % Period);

    /// <summary>The cycles that the timestamps allow: several candles long, and seen several times.</summary>
    public static List<SeasonalCycle> Of(ReadOnlySpan<long> timestamps)
    {
        var cycles = new List<SeasonalCycle>();
        if (timestamps.Length <= 2 * FewestCycles) return cycles;
        long step = MedianStep(timestamps);
        foreach (var candidate in s_calendar)
        {
            int period = (int)Math.Min(Math.Round((double)candidate.Ticks / step), int.MaxValue);
            if (period < 2 || (timestamps[^1] - timestamps[0]) / candidate.Ticks < FewestCycles) continue;
            int window = CandlesPerCycle(timestamps, candidate.Ticks);
            if (window >= 2 && period <= MostPlaces * window) cycles.Add(new SeasonalCycle(candidate.Ticks, step, period, window));
        }

        return cycles;
    }

    /// <summary>The mean of the cycles that hold candles, without the first and the last, which may be cut.</summary>
    private static int CandlesPerCycle(ReadOnlySpan<long> timestamps, long length)
    {
        int first = 0, last = 0, seen = 0;
        for (int i = 1; i < timestamps.Length; i++)
        {
            if (timestamps[i] / length == timestamps[i - 1] / length) continue;
            if (seen++ == 0) first = i;
            last = i;
        }

        return seen < 2 ? 0 : (int)Math.Round((double)(last - first) / (seen - 1));
    }

    private static long MedianStep(ReadOnlySpan<long> timestamps)
    {
        // Candles are mostly evenly spaced: a sample says the same as all of them, and fits the stack.
        int count = Math.Min(timestamps.Length - 1, 255);
        Span<long> steps = stackalloc long[count];
        for (int i = 0; i < count; i++) steps[i] = timestamps[timestamps.Length - 1 - i] - timestamps[timestamps.Length - 2 - i];
        steps.Sort();
        return steps[count / 2];
    }
}
