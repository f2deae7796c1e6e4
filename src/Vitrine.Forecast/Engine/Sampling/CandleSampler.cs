using System.Buffers;
using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Engine.Sampling;

/// <summary>Puts candles around a forecast of the close: paths drawn in blocks from the series' own candles, averaged.</summary>
/// <remarks>
/// Paths come in mirrored pairs, one that moves as the drawn candles did and one that moves the other way (antithetic variates). Their mean close is the
/// forecast itself, whatever the seed: sampling costs no accuracy. What a pair adds is how far a candle reaches. With a body <c>m</c> of the forecast and a
/// drawn move <c>e</c> the bodies of the pair are <c>m ± e</c>, so its mean candle reaches <c>max(|m|, |e|) / 2</c> and the wicks beyond the body's middle:
/// the pair need not be walked.
/// </remarks>
internal static class CandleSampler
{
    /// <summary>Makes the candles around the centre: the forecast of the close, in logarithms.</summary>
    public static CandleSeries Sample(ForecastInput input, ReadOnlySpan<double> centre, CancellationToken stop)
    {
        int steps = centre.Length;
        var series = new CandleSeries(input.FutureTimestamps, new double[steps], new double[steps], new double[steps], new double[steps],
            input.History.Volume is null ? null : new double[steps], input.History.Volume is null || input.History.Amount is null ? null : new double[steps]);
        Draw(input, centre, series, stop);
        for (int h = 0; h < steps; h++)
        {
            double open = LogPrice.ToPrice(series.Open[h]), close = LogPrice.ToPrice(centre[h]);
            series.Open[h] = open;
            series.Close[h] = close;
            series.High[h] = Math.Max(LogPrice.ToPrice(series.High[h]), Math.Max(open, close));
            series.Low[h] = Math.Min(LogPrice.ToPrice(series.Low[h]), Math.Min(open, close));
            // Thirds of the largest number may add up to more than it.
            if (series.Volume is not null) series.Volume[h] = Math.Min(series.Volume[h], double.MaxValue);
        }

        if (series.Amount is not null) TradedValue.Fill(input.History, series);
        return series;
    }

    /// <summary>Leaves the means over all paths in the columns: prices as logarithms.</summary>
    private static void Draw(ForecastInput input, ReadOnlySpan<double> centre, CandleSeries means, CancellationToken stop)
    {
        using var shapes = new CandleShapes(input.History, input.Sampling.Clip);
        using var blocks = new BlockDraw(shapes, input.Sampling);
        var volume = input.History.Volume is { } traded ? new VolumeLevel(traded) : default;
        var random = new SeededRandom(input.Sampling.Seed ?? (ulong)Random.Shared.NextInt64());
        double temperature = input.Sampling.Temperature, share = 1.0 / input.Sampling.SampleCount, last = Math.Log(input.History.Close[^1]);
        double usualGap = CandleShapes.Mean(shapes.Gaps), usualAbove = CandleShapes.Mean(shapes.Above), usualBelow = CandleShapes.Mean(shapes.Below);
        for (int sample = 0; sample < input.Sampling.SampleCount; sample++)
        {
            stop.ThrowIfCancellationRequested();
            int candle = 0;
            for (int h = 0; h < centre.Length; h++)
            {
                candle = h % blocks.Length == 0 ? blocks.Next(ref random) : candle + 1;
                double open = (h == 0 ? last : centre[h - 1]) + Scaled(shapes.Gaps[candle], usualGap, temperature);
                open = Math.Clamp(open, LogPrice.Smallest, LogPrice.Largest);
                double middle = (open + centre[h]) / 2, reach = Math.Max(Math.Abs(centre[h] - open), Math.Abs(temperature * shapes.Moves[candle])) / 2;
                means.Open[h] += share * open;
                means.High[h] += share * (middle + reach + Math.Max(0, Scaled(shapes.Above[candle], usualAbove, temperature)));
                means.Low[h] += share * (middle - reach - Math.Max(0, Scaled(shapes.Below[candle], usualBelow, temperature)));
                if (means.Volume is not null) means.Volume[h] += share * volume.Drawn(input.History.Volume![candle], temperature);
            }
        }
    }

    private static double Scaled(double drawn, double usual, double temperature) => usual + temperature * (drawn - usual);
}
