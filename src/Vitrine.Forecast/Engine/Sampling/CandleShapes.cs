using System.Buffers;
using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Engine.Sampling;

/// <summary>
/// What the candles of a history look like beside their close, in logarithms of price: the move from close to close (less the usual one), the gap from the
/// last close to the open, and the wicks beyond the body. One instance a forecast; not thread-safe.
/// </summary>
internal sealed class CandleShapes : IDisposable
{
    private readonly double[] _columns;

    /// <param name="history">The candles.</param>
    /// <param name="clip">What lies beyond so many standard deviations of its column counts as that many.</param>
    public CandleShapes(CandleSeries history, double clip)
    {
        Count = history.Count;
        _columns = ArrayPool<double>.Shared.Rent(4 * Count);
        Span<double> moves = Column(0), gaps = Column(1), above = Column(2), below = Column(3);
        double before = Math.Log(history.Close[0]);
        moves[0] = gaps[0] = 0;
        for (int i = 0; i < Count; i++)
        {
            double open = Math.Log(history.Open[i]), close = Math.Log(history.Close[i]);
            if (i > 0) (moves[i], gaps[i]) = (close - before, open - before);
            above[i] = Math.Max(0, Math.Log(history.High[i]) - Math.Max(open, close));
            below[i] = Math.Max(0, Math.Min(open, close) - Math.Log(history.Low[i]));
            before = close;
        }

        if (Count < 2) return;
        double usual = Mean(moves[1..]);
        foreach (ref double move in moves[1..]) move -= usual;
        if (double.IsPositiveInfinity(clip)) return;
        Clip(moves[1..], clip);
        Clip(gaps[1..], clip);
        Clip(above, clip);
        Clip(below, clip);
    }

    public int Count { get; }

    /// <summary>The first candle that has one before it, so that it has a move and a gap; 0 where there is none.</summary>
    public int First => Math.Min(1, Count - 1);

    public ReadOnlySpan<double> Moves => Column(0);

    public ReadOnlySpan<double> Gaps => Column(1);

    public ReadOnlySpan<double> Above => Column(2);

    public ReadOnlySpan<double> Below => Column(3);

    public static double Mean(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values) mean += value / values.Length;
        return mean;
    }

    public void Dispose() => ArrayPool<double>.Shared.Return(_columns);

    private static void Clip(Span<double> values, double clip)
    {
        double mean = Mean(values), variance = 0;
        foreach (double value in values) variance += (value - mean) * (value - mean) / values.Length;
        double reach = clip * Math.Sqrt(variance);
        foreach (ref double value in values) value = Math.Clamp(value, mean - reach, mean + reach);
    }

    private Span<double> Column(int index) => _columns.AsSpan(index * Count, Count);
}
