using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Forecast.Tests.Engine;

/// <summary>Whatever the history, predicted candles are candles.</summary>
public sealed class ConstraintTests
{
    private const int Cases = 300;

    private static readonly StatisticalForecaster s_engine = new();

    public static TheoryData<string, double[]> OddHistories => new()
    {
        { "one candle", [42] },
        { "two candles", [42, 43] },
        { "eleven candles", [.. Enumerable.Range(1, 11).Select(i => (double)i)] },
        { "constant", [.. Enumerable.Repeat(7.0, 200)] },
        { "constant, then a step", [.. Enumerable.Repeat(7.0, 199), 8] },
        { "the largest price", [.. Enumerable.Repeat(double.MaxValue, 100)] },
        { "around the largest price", [.. Enumerable.Range(0, 100).Select(i => 1e308 * (1 + 0.5 * Math.Sin(i)))] },
        { "the smallest price", [.. Enumerable.Repeat(double.Epsilon, 100)] },
        { "around the smallest normal price", [.. Enumerable.Range(0, 100).Select(i => 1e-307 * (2 + Math.Sin(i)))] },
        { "from end to end", [.. Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? double.Epsilon : double.MaxValue)] },
        { "grows without end", [.. Enumerable.Range(0, 300).Select(i => Math.Pow(10, i))] },
        { "shrinks without end", [.. Enumerable.Range(0, 300).Select(i => Math.Pow(10, -i))] },
        { "explodes", [.. Enumerable.Range(0, 30).Select(i => Math.Exp(1e-12 * Math.Pow(4, Math.Max(0, i - 5))))] },
        { "exact ratio", [.. Enumerable.Range(0, 60).Select(i => Math.Pow(2, i))] },
    };

    [Theory]
    [MemberData(nameof(OddHistories))]
    public void Predict_OddHistory_KeepsEveryConstraint(string name, double[] close)
    {
        foreach (double temperature in (double[])[0, 1, 50, double.MaxValue])
            ShouldHold(s_engine.Predict(Given.Of(Given.Closes(close), 512, new SamplingOptions(temperature, Seed: 1)), default), name);
    }

    [Fact]
    public void Predict_AnyInput_KeepsEveryConstraint()
    {
        for (ulong seed = 0; seed < Cases; seed++)
        {
            var input = Given.Anything(seed);
            var prediction = s_engine.Predict(input, default);
            prediction.Path.Timestamps.ShouldBe(input.FutureTimestamps);
            ShouldHold(prediction, $"seed {seed}");
        }
    }

    [Fact]
    public void Volumes_OfTheLargestSize_StayFinite()
    {
        var series = Given.Closes(1, 2, 3, 4);
        Array.Fill(series.Volume!, double.MaxValue);
        Array.Fill(series.Amount!, double.MaxValue);
        for (int samples = 1; samples <= 10; samples++) ShouldHold(s_engine.Predict(Given.Of(series, 20, new SamplingOptions(5, SampleCount: samples, Seed: 1)), default), $"largest volumes, {samples} samples");
    }

    [Fact]
    public void Amount_IsVolumeTimesAPriceOfTheCandle_WhereTheHistorysIs()
    {
        var path = s_engine.Predict(Given.Series(SeriesFamily.RandomWalk, 200, 50), default).Path;
        for (int i = 0; i < path.Count; i++) (path.Amount![i] / path.Volume![i]).ShouldBeInRange(path.Low[i], path.High[i]);
    }

    [Fact]
    public void ASeriesWithoutVolume_IsPredictedWithoutVolume()
    {
        var history = Given.Closes(1, 2, 3);
        var path = s_engine.Predict(Given.Of(new CandleSeries(history.Timestamps, history.Open, history.High, history.Low, history.Close), 5), default).Path;
        path.Volume.ShouldBeNull();
        path.Amount.ShouldBeNull();
    }

    private static void ShouldHold(Prediction prediction, string name)
    {
        var path = prediction.Path;
        var bands = prediction.Bands.ShouldNotBeNull();
        double reach = 0;
        for (int i = 0; i < path.Count; i++)
        {
            double open = path.Open[i], high = path.High[i], low = path.Low[i], close = path.Close[i], lower = bands.Lower[i], upper = bands.Upper[i];
            bool holds = low > 0 && low <= open && low <= close && high >= open && high >= close && high <= double.MaxValue && lower > 0 && lower <= close && close <= upper && upper <= double.MaxValue;
            holds.ShouldBeTrue($"{name}, step {i}: open {open} high {high} low {low} close {close} band {lower} to {upper}");
            if (path.Volume is not null) (path.Volume[i] is >= 0 and <= double.MaxValue).ShouldBeTrue($"{name}, step {i}: volume {path.Volume[i]}");
            if (path.Amount is not null) (path.Amount[i] is >= 0 and <= double.MaxValue).ShouldBeTrue($"{name}, step {i}: amount {path.Amount[i]}");

            // Bands widen as ratios of price, unless the ends of what a double holds cut them.
            double width = Math.Log(upper) - Math.Log(lower);
            if (lower > 1e-300 && upper < 1e300) width.ShouldBeGreaterThanOrEqualTo(reach - 1e-9, $"{name}, step {i}");
            reach = width;
        }
    }
}
