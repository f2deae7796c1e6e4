namespace Vitrine.Forecast.Engine.Models;

/// <summary>
/// The theta method: simple smoothing that drifts with half the slope of the whole history. In the closed form of Hyndman and Billah, Unmasking the theta
/// method, 2003.
/// </summary>
internal sealed class Theta : IPointModel
{
    private static readonly SmoothingGrid s_grid = new([0.03, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.99], [0], [0]);

    public string Name => "theta";

    public void Forecast(ReadOnlySpan<double> history, Span<double> future)
    {
        var state = s_grid.Fit(history, 0);
        double drift = Slope(history) / 2;
        double start = state.Level + drift * (1 - Math.Pow(1 - state.Alpha, history.Length)) / state.Alpha;
        for (int h = 0; h < future.Length; h++) future[h] = start + drift * h;
    }

    /// <summary>The slope per step of the least-squares line.</summary>
    private static double Slope(ReadOnlySpan<double> values)
    {
        double middle = (values.Length - 1) / 2.0, product = 0, squares = 0;
        for (int i = 0; i < values.Length; i++)
        {
            product += (i - middle) * values[i];
            squares += (i - middle) * (i - middle);
        }

        return product / squares;
    }
}
