using Vitrine.Forecast.Engine.Models;
using Vitrine.Forecast.Engine.Sampling;

namespace Vitrine.Forecast.Tests.Engine.Models;

public sealed class ModelTests
{
    [Fact]
    public void SmoothingGrid_AllSetsAtOnce_AreTheScalarRecursion()
    {
        var random = new SeededRandom(3);
        double[] series = [.. Enumerable.Range(0, 200).Select(_ => random.Normal())];
        double[] alphas = [0.1, 0.4, 0.9], betas = [0.05, 0.5], phis = [0.8, 0.98];
        var best = (Squares: double.PositiveInfinity, State: default(SmoothingState));
        foreach (double alpha in alphas)
            foreach (double beta in betas)
                foreach (double phi in phis)
                {
                    double level = series[0], trend = 0.1, squares = 0;
                    foreach (double value in series.AsSpan(1))
                    {
                        double expected = level + phi * trend, error = value - expected;
                        (level, trend) = (expected + alpha * error, phi * trend + alpha * beta * error);
                        squares += error * error;
                    }

                    if (squares < best.Squares) best = (squares, new SmoothingState(level, trend, alpha, phi));
                }

        new SmoothingGrid(alphas, betas, phis).Fit(series, 0.1).ShouldBe(best.State);
    }

    [Fact]
    public void DampedSmoothing_FollowsALine_AndSlowsDown()
    {
        var future = Forecast(new DampedSmoothing(), [.. Enumerable.Range(0, 100).Select(i => 0.5 * i)], 40);
        (future[0] - 49.5).ShouldBe(0.5, 0.05);
        (future[39] - future[38]).ShouldBeInRange(0.3, 0.499);
    }

    [Fact]
    public void Theta_DriftsWithHalfTheSlope()
    {
        var future = Forecast(new Theta(), [.. Enumerable.Range(0, 100).Select(i => 0.5 * i)], 10);
        (future[9] - future[8]).ShouldBe(0.25, 1e-9);
    }

    [Fact]
    public void Autoregression_FindsTheCoefficient_OfReturnsThatFollowEachOther()
    {
        var random = new SeededRandom(5);
        double value = 0, step = 0;
        double[] series = [.. Enumerable.Range(0, 2000).Select(_ => value += step = 0.6 * step + random.Normal())];
        double last = series[^1] - series[^2];
        var future = Forecast(new ReturnsAutoregression(), series, 2);
        (future[0] - series[^1]).ShouldBe(0.6 * last, 0.15);
        (future[1] - future[0]).ShouldBe(0.36 * last, 0.15);
    }

    [Fact]
    public void Autoregression_ReturnsToTheMean_WhereTheSeriesDoes()
    {
        var random = new SeededRandom(5);
        double value = 0;
        double[] series = [.. Enumerable.Range(0, 500).Select(_ => value = 0.8 * value + random.Normal()), 6];
        var future = Forecast(new ReturnsAutoregression(), series, 30);
        future[0].ShouldBe(4.8, 0.6);
        Math.Abs(future[29]).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void NestedLeastSquares_SolvesEveryLeadingBlock()
    {
        // y = 2 + 3a - b, exactly.
        var squares = new NestedLeastSquares(3);
        for (int i = 0; i < 50; i++)
        {
            double a = Math.Sin(i), b = Math.Cos(3 * i);
            squares.Add([1, a, b, 2 + 3 * a - b]);
        }

        squares.Factor();
        var coefficients = new double[3];
        squares.Solve(coefficients);
        coefficients.ShouldBe([2, 3, -1], 1e-6);

        // Of the constant alone: the mean of the target, with a variance of one over the observations.
        squares.Solve(coefficients.AsSpan(0, 1));
        coefficients[0].ShouldBe(Enumerable.Range(0, 50).Average(i => 2 + 3 * Math.Sin(i) - Math.Cos(3 * i)), 1e-6);
        squares.Variance(0, 1).ShouldBe(1 / 50.0, 1e-9);
    }

    private static double[] Forecast(IPointModel model, double[] history, int steps)
    {
        var future = new double[steps];
        model.Forecast(history, future);
        return future;
    }
}
