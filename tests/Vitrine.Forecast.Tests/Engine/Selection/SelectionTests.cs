using Vitrine.Forecast.Engine.Seasons;
using Vitrine.Forecast.Engine.Selection;
using Vitrine.Forecast.Engine.Uncertainty;
using Vitrine.Forecast.Evaluation;

namespace Vitrine.Forecast.Tests.Engine.Selection;

public sealed class SelectionTests
{
    [Theory]
    [InlineData(12, 1)]
    [InlineData(12, 512)]
    [InlineData(13, 3)]
    [InlineData(400, 120)]
    [InlineData(2048, 512)]
    public void Origins_LieWithinTheHistory_AndEveryStepIsTested(int length, int steps)
    {
        using var validation = new RollingOrigin(length, steps, models: 1);
        int[] starts = [.. Enumerable.Range(0, validation.Origins).Select(validation.Start)];
        starts.ShouldBe(starts.Distinct());
        starts[0].ShouldBeGreaterThanOrEqualTo(length / 2);
        starts[^1].ShouldBeLessThan(length);
        Enumerable.Range(0, validation.Origins).Max(validation.StepsAt).ShouldBe(validation.Steps);
    }

    [Fact]
    public void Validation_NeverLooksAhead()
    {
        // Another future gives other residuals, and the same forecasts: what came less the residual.
        double[] values = [.. SeriesGenerator.Create(SeriesFamily.Seasonality, 200, 1).Close.Select(price => Math.Log(price))], other = [.. values];
        for (int i = 150; i < 200; i++) other[i] += i;
        double[] one = Forecasts(values), two = Forecasts(other);
        two.ShouldBe(one, 1e-9);

        static double[] Forecasts(double[] values)
        {
            using var season = new SeasonalAdjustment(Given.Hours(values.Length), []);
            using var candidates = new Candidates(season, values.Length);
            using var validation = new RollingOrigin(values.Length, 24, candidates.Count);
            validation.Run(candidates, values, default);
            return [.. from origin in Enumerable.Range(0, validation.Origins)
                       where validation.Start(origin) <= 150
                       from model in Enumerable.Range(0, candidates.Count)
                       from h in Enumerable.Range(0, validation.StepsAt(origin))
                       select values[validation.Start(origin) + h] - validation.Residuals(origin, model)[h]];
        }
    }

    [Theory]
    [InlineData(new[] { 1.0, 1.0, 1.0 }, new[] { 1.0, 0, 0 })]
    [InlineData(new[] { 1.0, 0.5, 1.0 }, new[] { 0, 1.0, 0 })]
    [InlineData(new[] { 0.0, 0.0, 0.0 }, new[] { 1 / 3.0, 1 / 3.0, 1 / 3.0 })]
    public void Weights_PreferTheLastValueInDoubt_AndTheBetterWithoutDoubt(double[] errors, double[] expected)
    {
        var weights = new double[3];
        ModelWeights.Fill(errors, independentTests: 1, weights);
        weights.ShouldBe(expected, 0.12);
        weights.Sum().ShouldBe(1, 1e-12);
    }

    [Fact]
    public void ErrorGrowth_OfARandomWalk_GrowsAsTheRootOfTheStep()
    {
        double power = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            double[] values = [.. SeriesGenerator.Create(SeriesFamily.RandomWalk, 400, seed).Close.Select(price => Math.Log(price))];
            using var season = new SeasonalAdjustment(Given.Hours(400), []);
            using var candidates = new Candidates(season, 400);
            using var validation = new RollingOrigin(400, 24, candidates.Count);
            validation.Run(candidates, values, default);
            power += ErrorGrowth.Of(validation, 0.8).Power / 20;
        }

        power.ShouldBe(0.5, 0.1);
    }
}
