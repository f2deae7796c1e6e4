using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Forecast.Tests.Engine;

/// <summary>What temperature, top_k, top_p, sample_count and seed do to an answer.</summary>
public sealed class SamplingTests
{
    private static readonly StatisticalForecaster s_engine = new();

    [Fact]
    public void Seed_Same_GivesTheSameBits_OnEveryThread()
    {
        var input = Given.Series(SeriesFamily.RegimeChange, 300, 60, new SamplingOptions(SampleCount: 3, Seed: 17));
        var expected = Numbers(s_engine.Predict(input, default));
        Parallel.For(0, 64, _ => Numbers(s_engine.Predict(input, default)).ShouldBe(expected));
    }

    [Fact]
    public void Seed_Other_MovesTheCandles_AndNotTheClose()
    {
        var one = Predict(new SamplingOptions(Seed: 1)).Path;
        var other = Predict(new SamplingOptions(Seed: 2)).Path;
        other.High.ShouldNotBe(one.High);
        other.Volume.ShouldNotBe(one.Volume);
        other.Close.ShouldBe(one.Close);
    }

    [Fact]
    public void Seed_Missing_IsDrawnAnew() => Predict(new SamplingOptions()).Path.High.ShouldNotBe(Predict(new SamplingOptions()).Path.High);

    [Fact]
    public void Temperature_Zero_DrawsNothing() => Numbers(Predict(new SamplingOptions(0, Seed: 1))).ShouldBe(Numbers(Predict(new SamplingOptions(0, Seed: 2))));

    [Fact]
    public void Temperature_Higher_LetsCandlesReachFurther() => Reach(new SamplingOptions(2, SampleCount: 20)).ShouldBeGreaterThan(1.3 * Reach(new SamplingOptions(1, SampleCount: 20)));

    [Fact]
    public void TopP_Lower_LeavesTheWildestOut() => Reach(new SamplingOptions(TopP: 0.3, SampleCount: 20)).ShouldBeLessThan(0.9 * Reach(new SamplingOptions(TopP: 1, SampleCount: 20)));

    [Fact]
    public void TopK_DrawsFromStretchesThatAreLikeThePresent()
    {
        // Calm for long, wild at the end.
        var history = Given.Closes([.. Enumerable.Range(0, 200).Select(i => 100 + (i < 160 ? 0.1 : 5.0) * Math.Sin(i * i))]);
        Reach(history, new SamplingOptions(TopK: 5, TopP: 1, SampleCount: 20, Seed: 1)).ShouldBeGreaterThan(2 * Reach(history, new SamplingOptions(TopK: 0, TopP: 1, SampleCount: 20, Seed: 1)));

        static double Reach(CandleSeries history, SamplingOptions sampling) => SamplingTests.Reach(s_engine.Predict(Given.Of(history, 50, sampling), default));
    }

    [Fact]
    public void SampleCount_Higher_LeavesLessToChance() => SpreadOverSeeds(64).ShouldBeLessThan(0.4 * SpreadOverSeeds(1));

    private static double SpreadOverSeeds(int samples)
    {
        double[] highs = [.. Enumerable.Range(1, 40).Select(seed => Predict(new SamplingOptions(SampleCount: samples, Seed: (ulong)seed)).Path.High[10])];
        double mean = highs.Average();
        return Math.Sqrt(highs.Average(high => (high - mean) * (high - mean)));
    }

    private static Prediction Predict(SamplingOptions sampling) => s_engine.Predict(Given.Series(SeriesFamily.RandomWalk, 200, 40, sampling), default);

    private static double Reach(SamplingOptions sampling) => Reach(Predict(sampling with { Seed = 1 }));

    private static double Reach(Prediction prediction) => Enumerable.Range(0, prediction.Path.Count).Average(i => Math.Log(prediction.Path.High[i] / prediction.Path.Low[i]));

    private static double[] Numbers(Prediction prediction)
    {
        var (path, bands) = (prediction.Path, prediction.Bands!);
        return [.. path.Open, .. path.High, .. path.Low, .. path.Close, .. path.Volume!, .. path.Amount!, .. bands.Lower, .. bands.Upper];
    }
}
