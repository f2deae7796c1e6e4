using System.Buffers;

namespace Vitrine.Forecast.Engine.Seasons;

/// <summary>
/// What of a series repeats with the calendar: found in the values before an origin, taken out before the models see them, put back into what they predict.
/// Every origin finds it anew, so validation never looks ahead. One instance a forecast; not thread-safe.
/// </summary>
internal sealed class SeasonalAdjustment : IDisposable
{
    /// <summary>
    /// How many times larger than noise explains the differences between places must be. Wanderings within a cycle are alike from place to place, so an F
    /// table would believe too early.
    /// </summary>
    private const double Believed = 4;

    private readonly List<SeasonalCycle> _cycles;
    private readonly int _length;
    private readonly int[] _places;
    private readonly double[] _sums;
    private readonly double[] _effects;
    private readonly int[] _counts;
    private int _chosen = -1;

    public SeasonalAdjustment(ReadOnlySpan<long> history, ReadOnlySpan<long> future)
    {
        _cycles = SeasonalCycle.Of(history);
        _length = history.Length + future.Length;
        int longest = _cycles.Count == 0 ? 0 : _cycles.Max(cycle => cycle.Period);
        _places = ArrayPool<int>.Shared.Rent(_length * _cycles.Count);
        _sums = ArrayPool<double>.Shared.Rent(longest);
        _effects = ArrayPool<double>.Shared.Rent(longest);
        _counts = ArrayPool<int>.Shared.Rent(longest);
        for (int c = 0; c < _cycles.Count; c++)
        {
            var places = _places.AsSpan(c * _length, _length);
            for (int i = 0; i < _length; i++) places[i] = _cycles[c].Place(i < history.Length ? history[i] : future[i - history.Length]);
        }
    }

    /// <summary>Whether the last <see cref="Fit"/> found a cycle.</summary>
    public bool Found => _chosen >= 0;

    /// <summary>The places of the cycle that was found; 0 without one.</summary>
    public int Period => Found ? _cycles[_chosen].Period : 0;

    /// <summary>Looks for the cycle that the first values of the history repeat in most clearly.</summary>
    public void Fit(ReadOnlySpan<double> values)
    {
        _chosen = -1;
        double clearest = Believed;
        for (int c = 0; c < _cycles.Count; c++)
        {
            double clarity = Estimate(c, values);
            if (clarity <= clearest) continue;
            (clearest, _chosen) = (clarity, c);
        }

        // The scratch holds the cycle looked at last.
        if (Found && _chosen != _cycles.Count - 1) Estimate(_chosen, values);
    }

    /// <summary>Writes the values without what repeats.</summary>
    public void Remove(ReadOnlySpan<double> values, Span<double> adjusted)
    {
        values.CopyTo(adjusted);
        if (!Found) return;
        var places = Places(_chosen);
        for (int i = 0; i < values.Length; i++) adjusted[i] -= _effects[places[i]];
    }

    /// <summary>Adds what repeats to a forecast that begins at a candle of the history, or right after it.</summary>
    public void Restore(int start, Span<double> forecast)
    {
        if (!Found) return;
        var places = Places(_chosen)[start..];
        for (int h = 0; h < forecast.Length; h++) forecast[h] += _effects[places[h]];
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_places);
        ArrayPool<double>.Shared.Return(_sums);
        ArrayPool<double>.Shared.Return(_effects);
        ArrayPool<int>.Shared.Return(_counts);
    }

    private ReadOnlySpan<int> Places(int cycle) => _places.AsSpan(cycle * _length, _length);

    /// <summary>
    /// Averages what the values are off their centred moving average, per place. Returns how the variance between places compares with the one within them,
    /// 0 where there is too little; leaves the effects, drawn towards zero by what noise alone would make of them.
    /// </summary>
    private double Estimate(int cycle, ReadOnlySpan<double> values)
    {
        int period = _cycles[cycle].Period, window = _cycles[cycle].Window, half = window / 2, used = values.Length - 2 * half;
        if (used < 2 * window) return 0;
        var places = Places(cycle);
        var sums = _sums.AsSpan(0, period);
        var counts = _counts.AsSpan(0, period);
        sums.Clear();
        counts.Clear();

        // Step 1: deviations from the moving average; an even window takes half of both its ends.
        double running = 0, squares = 0, ends = window % 2 == 0 ? 0.5 : 0;
        for (int i = 0; i < 2 * half; i++) running += values[i];
        for (int i = half; i < values.Length - half; i++)
        {
            running += values[i + half];
            double deviation = values[i] - (running - ends * (values[i - half] + values[i + half])) / window;
            running -= values[i - half];
            sums[places[i]] += deviation;
            counts[places[i]]++;
            squares += deviation * deviation;
        }

        // Step 2: the variance between places against the one within them.
        int seen = 0;
        double between = 0;
        for (int place = 0; place < period; place++)
        {
            if (counts[place] == 0) continue;
            seen++;
            between += sums[place] * sums[place] / counts[place];
        }

        if (seen < 2 || used <= seen) return 0;
        double signal = between / (seen - 1), noise = Math.Max(squares - between, 0) / (used - seen);
        if (signal <= 0) return 0;

        // Step 3: the effects; places without a candle have none.
        double kept = Math.Max(0, 1 - noise / signal);
        for (int place = 0; place < period; place++) _effects[place] = counts[place] == 0 ? 0 : kept * sums[place] / counts[place];
        return noise > 0 ? signal / noise : double.MaxValue;
    }
}
