using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Forecast.Tests.Evaluation;

/// <summary>How good the default engine is: what docs/packs/kronos.md says of it holds.</summary>
public sealed class EvaluatorTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(300, 24)]
    [InlineData(400, 120)]
    public void Engine_BeatsTheLastValueOnAverage_AndItsBandsHoldWhatTheyPromise(int candles, int steps)
    {
        var plan = new EvaluationPlan(Enum.GetValues<SeriesFamily>(), SeriesPerFamily: 60, candles, steps);
        var scores = plan.Families.ToDictionary(family => family, family => Evaluator.Run(new StatisticalForecaster(), plan, family));
        foreach (var score in scores.Values) output.WriteLine($"{score.Family}: {score.Mase:F2} of {score.NaiveMase:F2}, coverage {score.Coverage:P0}");
        scores.Values.Average(score => score.Ratio).ShouldBeLessThan(0.65);
        scores.Values.Average(score => score.Coverage).ShouldBeInRange(0.7, 0.9);
        scores[SeriesFamily.Trend].Ratio.ShouldBeLessThan(0.5);
        scores[SeriesFamily.Seasonality].Ratio.ShouldBeLessThan(0.5);
        scores[SeriesFamily.MeanReversion].Ratio.ShouldBeLessThan(0.95);
    }

    [Fact]
    public void Engine_OnRandomWalks_IsHardlyWorseThanTheLastValue()
    {
        var plan = new EvaluationPlan([SeriesFamily.RandomWalk], SeriesPerFamily: 300);
        Evaluator.Run(new StatisticalForecaster(), plan, SeriesFamily.RandomWalk).Ratio.ShouldBeLessThan(1.02);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameFigures()
    {
        var plan = new EvaluationPlan([SeriesFamily.Spikes], SeriesPerFamily: 5, Seed: 9);
        var one = Evaluator.Run(new StatisticalForecaster(), plan, SeriesFamily.Spikes);
        var two = Evaluator.Run(new StatisticalForecaster(), plan, SeriesFamily.Spikes);
        (two with { MillisecondsPerForecast = 0 }).ShouldBe(one with { MillisecondsPerForecast = 0 });
    }

    [Fact]
    public void Generator_MakesCandles()
    {
        foreach (var family in Enum.GetValues<SeriesFamily>())
        {
            var series = SeriesGenerator.Create(family, 300, 1);
            for (int i = 0; i < series.Count; i++)
            {
                series.Low[i].ShouldBeLessThanOrEqualTo(Math.Min(series.Open[i], series.Close[i]));
                series.High[i].ShouldBeGreaterThanOrEqualTo(Math.Max(series.Open[i], series.Close[i]));
            }
        }
    }
}
