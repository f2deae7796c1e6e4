using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine.Sampling;

namespace Vitrine.Forecast.Evaluation;

/// <summary>Makes series of a family: the same seed makes the same series. Every candle is walked in small moves, so that open, high and low belong to its close.</summary>
internal static class SeriesGenerator
{
    /// <summary>Moves inside a candle.</summary>
    private const int MovesPerCandle = 6;

    private const int CandlesPerDay = 24;

    private static readonly DateTimeOffset s_start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Hourly candles.</summary>
    public static CandleSeries Create(SeriesFamily family, int count, ulong seed)
    {
        var random = new SeededRandom(seed);
        double[] open = new double[count], high = new double[count], low = new double[count], close = new double[count], volume = new double[count], amount = new double[count];
        var timestamps = new long[count];
        double scale = Math.Pow(10, 1 + 3 * random.Uniform()), busy = Math.Pow(10, 1 + 3 * random.Uniform());
        Span<double> path = count <= 4096 ? stackalloc double[count] : new double[count];
        FillCloses(family, path, ref random);
        double last = path[0];
        for (int i = 0; i < count; i++)
        {
            timestamps[i] = s_start.UtcTicks + i * TimeSpan.TicksPerHour;
            double top = Math.Max(last, path[i]), bottom = Math.Min(last, path[i]), wander = 0.3 * Math.Abs(path[i] - last) + 1e-4;
            for (int move = 1; move < MovesPerCandle; move++)
            {
                double at = last + (path[i] - last) * move / MovesPerCandle + wander * random.Normal();
                top = Math.Max(top, at);
                bottom = Math.Min(bottom, at);
            }

            open[i] = scale * Math.Exp(last);
            close[i] = scale * Math.Exp(path[i]);
            high[i] = Math.Max(scale * Math.Exp(top), Math.Max(open[i], close[i]));
            low[i] = Math.Min(scale * Math.Exp(bottom), Math.Min(open[i], close[i]));
            volume[i] = busy * Math.Exp(0.5 * random.Normal() + 20 * wander);
            amount[i] = volume[i] * (open[i] + high[i] + low[i] + close[i]) / 4;
            last = path[i];
        }

        return new CandleSeries(timestamps, open, high, low, close, volume, amount);
    }

    /// <summary>Fills the logarithms of the close.</summary>
    private static void FillCloses(SeriesFamily family, Span<double> path, ref SeededRandom random)
    {
        switch (family)
        {
            case SeriesFamily.Trend:
                Line(path, ref random);
                break;
            case SeriesFamily.Seasonality:
                Wander(path, 0.003, ref random);
                Wave(path, ref random);
                break;
            case SeriesFamily.TrendAndSeasonality:
                Line(path, ref random);
                Wave(path, ref random);
                break;
            case SeriesFamily.RegimeChange:
                Regimes(path, ref random);
                break;
            case SeriesFamily.MeanReversion:
                Pulled(path, 0.02 + 0.25 * random.Uniform(), 0.02, ref random);
                break;
            case SeriesFamily.Spikes:
                Pulled(path, 0.4, 0.05, ref random);
                Wave(path, ref random);
                for (int i = 0; i < path.Length; i++)
                    if (random.Uniform() < 0.03) path[i] += 0.5 + random.Uniform();
                break;
            case SeriesFamily.RandomWalk:
                Walk(path, ref random);
                break;
        }
    }

    private static void Line(Span<double> path, ref SeededRandom random)
    {
        double noise = 0.004 + 0.01 * random.Uniform(), slope = (0.0005 + 0.003 * random.Uniform()) * (random.Uniform() < 0.5 ? -1 : 1), level = 0;
        for (int i = 0; i < path.Length; i++)
        {
            if (random.Uniform() < 0.01) slope *= 0.5 + random.Uniform();
            level += slope;
            path[i] = level + noise * random.Normal();
        }
    }

    private static void Wander(Span<double> path, double step, ref SeededRandom random)
    {
        double level = 0;
        foreach (ref double value in path) value = level += step * random.Normal();
    }

    /// <summary>A day's shape of two waves, and noise.</summary>
    private static void Wave(Span<double> path, ref SeededRandom random)
    {
        double height = 0.05 + 0.2 * random.Uniform(), second = height * random.Uniform(), shift = 2 * Math.PI * random.Uniform(), noise = height * (0.1 + 0.4 * random.Uniform());
        for (int i = 0; i < path.Length; i++)
        {
            double hour = 2 * Math.PI * i / CandlesPerDay;
            path[i] += height * Math.Sin(hour + shift) + second * Math.Sin(2 * hour - shift) + noise * random.Normal();
        }
    }

    private static void Regimes(Span<double> path, ref SeededRandom random)
    {
        double level = 0, slope = 0, noise = 0.01;
        for (int i = 0; i < path.Length; i++)
        {
            if (i == 0 || random.Uniform() < 0.015)
            {
                level += 0.1 * random.Normal();
                slope = 0.002 * random.Normal();
                noise = 0.003 + 0.02 * random.Uniform();
            }

            level += slope;
            path[i] = level + noise * random.Normal();
        }
    }

    private static void Pulled(Span<double> path, double pull, double noise, ref SeededRandom random)
    {
        double value = 0;
        foreach (ref double at in path) at = value += -pull * value + noise * random.Normal();
    }

    private static void Walk(Span<double> path, ref SeededRandom random)
    {
        double value = 0, variance = 1e-4;
        for (int i = 0; i < path.Length; i++)
        {
            double move = Math.Sqrt(variance) * random.Normal();
            variance = 5e-6 + 0.1 * move * move + 0.85 * variance;
            path[i] = value += move;
        }
    }
}
