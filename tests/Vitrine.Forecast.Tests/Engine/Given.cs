using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Engine.Sampling;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Forecast.Tests.Engine;

/// <summary>Inputs for engines.</summary>
internal static class Given
{
    public const long Start = 638_396_640_000_000_000; // 2024-01-01T00:00:00Z, a Monday.

    /// <summary>Hours that follow a time.</summary>
    public static long[] Hours(int count, long after = Start) => [.. Enumerable.Range(1, count).Select(i => after + i * TimeSpan.TicksPerHour)];

    /// <summary>Candles without wicks around these closes.</summary>
    public static CandleSeries Closes(params double[] close)
    {
        double[] open = [close[0], .. close[..^1]];
        return new CandleSeries(Hours(close.Length), open, [.. open.Zip(close, Math.Max)], [.. open.Zip(close, Math.Min)], close,
            [.. close.Select(_ => 10.0)], [.. close.Select(price => Math.Min(10 * price, double.MaxValue))]);
    }

    /// <summary>A series of a family, and what follows it.</summary>
    public static ForecastInput Series(SeriesFamily family, int candles, int steps, SamplingOptions? sampling = null, ulong seed = 1)
    {
        var history = SeriesGenerator.Create(family, candles, seed);
        return new ForecastInput(history, Hours(steps, history.Timestamps[^1]), sampling ?? new SamplingOptions(Seed: 1), IncludeBands: true);
    }

    public static ForecastInput Of(CandleSeries history, int steps, SamplingOptions? sampling = null) =>
        new(history, Hours(steps, history.Timestamps[^1]), sampling ?? new SamplingOptions(Seed: 1), IncludeBands: true);

    /// <summary>Anything that the service lets through: any family, length and size of price, gaps, missing columns, any sampling.</summary>
    public static ForecastInput Anything(ulong seed)
    {
        var random = new SeededRandom(seed);
        var series = SeriesGenerator.Create((SeriesFamily)random.Below(7), 1 + random.Below(300), seed);
        double factor = Math.Pow(10, 600 * random.Uniform() - 300);
        long gap = 0;
        for (int i = 0; i < series.Count; i++)
        {
            if (random.Uniform() < 0.05) gap += (1 + random.Below(100)) * TimeSpan.TicksPerHour / 2;
            series.Timestamps[i] += gap;
            foreach (var column in (double[][])[series.Open, series.High, series.Low, series.Close]) column[i] = Math.Clamp(column[i] * factor, double.Epsilon, double.MaxValue);
            if (random.Uniform() < 0.1) series.Volume![i] = series.Amount![i] = 0;
        }

        var history = new CandleSeries(series.Timestamps, series.Open, series.High, series.Low, series.Close, random.Uniform() < 0.2 ? null : series.Volume, random.Uniform() < 0.2 ? null : series.Amount);
        var sampling = new SamplingOptions(3 * random.Uniform(), random.Below(20), 0.05 + 0.95 * random.Uniform(), 1 + random.Below(8), seed);
        return new ForecastInput(history, Hours(1 + random.Below(512), history.Timestamps[^1] + random.Below(48) * TimeSpan.TicksPerHour), sampling, IncludeBands: true);
    }
}
