namespace Vitrine.Forecast.Engine.Models;

/// <summary>Exponential smoothing whose trend fades with every step ahead.</summary>
internal sealed class DampedSmoothing : IPointModel
{
    /// <summary>The first differences that the starting trend is the mean of.</summary>
    private const int FirstSteps = 8;

    private static readonly SmoothingGrid s_grid = new([0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.99], [0.02, 0.08, 0.25, 0.6], [0.8, 0.9, 0.97, 0.995]);

    public string Name => "smoothing";

    public void Forecast(ReadOnlySpan<double> history, Span<double> future)
    {
        int steps = Math.Min(FirstSteps, history.Length - 1);
        var state = s_grid.Fit(history, (history[steps] - history[0]) / steps);
        double value = state.Level, trend = state.Trend;
        for (int h = 0; h < future.Length; h++)
        {
            trend *= state.Phi;
            value += trend;
            future[h] = value;
        }
    }
}
