using System.Diagnostics;
using System.Globalization;
using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;
using Vitrine.Testing;

namespace Vitrine.Forecast.Tests.Engine;

public sealed class StatisticalForecasterTests
{
    private const int AllocationBudgetBytes = 28 * 1024;

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(10);

    private static readonly StatisticalForecaster s_engine = new();

    [Fact]
    public void Predict_OneSeries_IsTheGolden()
    {
        var prediction = s_engine.Predict(Given.Series(SeriesFamily.TrendAndSeasonality, 240, 30), default);
        var (path, bands) = (prediction.Path, prediction.Bands!);
        // Nine digits: the last ones depend on the machine's logarithm.
        var lines = Enumerable.Range(0, path.Count).Select(i => string.Join(' ', ((double[])[path.Open[i], path.High[i], path.Low[i], path.Close[i], path.Volume![i], path.Amount![i], bands.Lower[i], bands.Upper[i]]).Select(Digits)));
        Golden.ShouldMatch($"""
            {prediction.Model}
            mase {Digits(prediction.ValidationMase!.Value)} naive {Digits(prediction.NaiveMase!.Value)}
            open high low close volume amount lower upper
            {string.Join('\n', lines)}

            """, "Engine/forecast.txt");

        static string Digits(double value) => value.ToString("G9", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Predict_TooShortToValidate_SaysSo()
    {
        var prediction = s_engine.Predict(Given.Of(Given.Closes(5, 6), 3), default);
        prediction.ValidationMase.ShouldBeNull();
        prediction.NaiveMase.ShouldBeNull();
        prediction.Path.Close.ShouldBe([6, 6, 6], 1e-12);
    }

    [Fact]
    public void Predict_ALine_GoesOnAsALine_AndTheNaiveBaselineStandsBesideIt()
    {
        double[] close = [.. Enumerable.Range(0, 150).Select(i => Math.Exp(0.01 * i))];
        var prediction = s_engine.Predict(Given.Of(Given.Closes(close), 20), default);
        for (int h = 0; h < 20; h++)
        {
            (prediction.Path.Close[h] / Math.Exp(0.01 * (150 + h))).ShouldBeInRange(0.97, 1.03);
            prediction.Naive[h].ShouldBe(close[^1]);
        }

        prediction.ValidationMase!.Value.ShouldBeLessThan(0.3 * prediction.NaiveMase!.Value);
    }

    [Fact]
    public void Predict_AWaveOfTheDay_RepeatsItAcrossAGap()
    {
        // Two days are missing: the wave goes on by the clock, not by the count.
        long[] hours = [.. Given.Hours(200), .. Given.Hours(100, Given.Start + 248 * TimeSpan.TicksPerHour)];
        double[] close = [.. hours.Select(Wave)];
        var history = new CandleSeries(hours, close, close, close, close);
        var prediction = s_engine.Predict(Given.Of(history, 24), default);
        for (int h = 0; h < 24; h++) prediction.Path.Close[h].ShouldBe(Wave(prediction.Path.Timestamps[h]), 2.0);

        static double Wave(long ticks) => 100 + 20 * Math.Sin(2 * Math.PI * (ticks % TimeSpan.TicksPerDay) / TimeSpan.TicksPerDay);
    }

    [Fact]
    public void Predict_Cancelled_ThrowsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => s_engine.Predict(Given.Series(SeriesFamily.Trend, 400, 120), stop.Token));
    }

    [Fact]
    public async Task Predict_CancelledMeanwhile_EndsLongBeforeItWouldBeDone()
    {
        // So many samples take minutes.
        var input = Given.Series(SeriesFamily.Seasonality, 2048, 512, new SamplingOptions(SampleCount: 100_000_000, Seed: 1));
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => s_engine.Predict(input, stop.Token), default);
        await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, default));
        long start = Stopwatch.GetTimestamp();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(running);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(s_soon);
    }

    [Fact]
    public void Predict_AllocatesLittleMoreThanItsAnswer()
    {
        var input = Given.Series(SeriesFamily.Seasonality, 400, 120);
        Allocations.MedianBytes(() => s_engine.Predict(input, default)).ShouldBeLessThan(AllocationBudgetBytes);
    }
}
