namespace Vitrine.Forecast.Candles;

/// <summary>
/// Candles of one series, oldest first, as one array per column: the engine walks columns, never single candles. The arrays belong to the series and are not
/// written after construction.
/// </summary>
public sealed class CandleSeries
{
    /// <summary>Takes the columns over without copying.</summary>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public CandleSeries(long[] timestamps, double[] open, double[] high, double[] low, double[] close, double[]? volume = null, double[]? amount = null)
    {
        int count = timestamps.Length;
        if (open.Length != count || high.Length != count || low.Length != count || close.Length != count ||
            (volume?.Length ?? count) != count || (amount?.Length ?? count) != count)
        {
            throw new ArgumentException("The columns of a candle series have one length.");
        }

        Timestamps = timestamps;
        Open = open;
        High = high;
        Low = low;
        Close = close;
        Volume = volume;
        Amount = amount;
    }

    public int Count => Timestamps.Length;

    /// <summary>When each candle begins: UTC ticks of 100 ns, strictly ascending.</summary>
    public long[] Timestamps { get; }

    public double[] Open { get; }

    public double[] High { get; }

    public double[] Low { get; }

    public double[] Close { get; }

    /// <summary>Traded quantity; null when the series has none.</summary>
    public double[]? Volume { get; }

    /// <summary>Traded value, price times volume; null when the series has none.</summary>
    public double[]? Amount { get; }
}
