using System.Diagnostics;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Evaluation;

/// <summary>Judges an engine on generated series whose future it is not shown.</summary>
public static class Evaluator
{
    /// <summary>Runs one family of the plan, and tells after every series.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was cancelled.</exception>
    public static FamilyScore Run(IForecaster engine, EvaluationPlan plan, SeriesFamily family, Action? done = null, CancellationToken stop = default)
    {
        double mase = 0, naive = 0, coverage = 0;
        var times = new double[plan.SeriesPerFamily];
        for (int i = 0; i < plan.SeriesPerFamily; i++)
        {
            var whole = SeriesGenerator.Create(family, plan.Candles + plan.Steps, plan.Seed * 1_000_003 + (ulong)family * 10_007 + (ulong)i);
            var future = whole.Close.AsSpan(plan.Candles);
            var input = new ForecastInput(First(whole, plan.Candles), whole.Timestamps[plan.Candles..], new SamplingOptions(Seed: plan.Seed), IncludeBands: true);
            long start = Stopwatch.GetTimestamp();
            var prediction = engine.Predict(input, stop);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;

            double scale = Scale(input.History.Close);
            mase += MeanError(prediction.Path.Close, future) / scale / plan.SeriesPerFamily;
            naive += MeanError(prediction.Naive, future) / scale / plan.SeriesPerFamily;
            coverage += Covered(prediction.Bands!, future) / plan.SeriesPerFamily;
            done?.Invoke();
        }

        Array.Sort(times);
        return new FamilyScore(family, plan.SeriesPerFamily, mase, naive, coverage, times[times.Length / 2]);
    }

    private static CandleSeries First(CandleSeries series, int count) => new(series.Timestamps[..count], series.Open[..count], series.High[..count], series.Low[..count], series.Close[..count], series.Volume?[..count], series.Amount?[..count]);

    /// <summary>The mean absolute error of the last value, one step ahead.</summary>
    private static double Scale(ReadOnlySpan<double> close) => MeanError(close[..^1], close[1..]);

    private static double MeanError(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual)
    {
        double sum = 0;
        for (int i = 0; i < actual.Length; i++) sum += Math.Abs(predicted[i] - actual[i]);
        return sum / actual.Length;
    }

    private static double Covered(Bands bands, ReadOnlySpan<double> actual)
    {
        int covered = 0;
        for (int i = 0; i < actual.Length; i++)
        {
            if (actual[i] >= bands.Lower[i] && actual[i] <= bands.Upper[i]) covered++;
        }

        return (double)covered / actual.Length;
    }
}
