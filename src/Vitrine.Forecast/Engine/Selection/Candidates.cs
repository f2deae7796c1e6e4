using System.Buffers;
using System.Text;
using Vitrine.Forecast.Engine.Models;
using Vitrine.Forecast.Engine.Seasons;

namespace Vitrine.Forecast.Engine.Selection;

/// <summary>
/// The models that compete for a series: the last value as it is, and over the seasonally adjusted series the last value, smoothing, theta and
/// autoregression. One instance a forecast; not thread-safe.
/// </summary>
internal sealed class Candidates(SeasonalAdjustment season, int length) : IDisposable
{
    /// <summary>The baseline's place: it is asked first and sees the series as it is.</summary>
    public const int Naive = 0;

    /// <summary>The last value over the season's place; without a season the baseline again.</summary>
    private const int SeasonalNaive = 1;

    /// <summary>A model with less weight is not named.</summary>
    private const double NamedWeight = 0.05;

    private readonly IPointModel[] _models = [new LastValue(), new LastValue(), new DampedSmoothing(), new Theta(), new ReturnsAutoregression()];

    private readonly double[] _adjusted = ArrayPool<double>.Shared.Rent(length);

    public int Count => _models.Length;

    /// <summary>
    /// Fits every model to the history, logarithms of the close from the series' first candle on, and writes its forecasts: one row of
    /// <paramref name="steps"/> a model.
    /// </summary>
    public void Forecast(ReadOnlySpan<double> history, Span<double> forecasts, int steps)
    {
        season.Fit(history);
        var values = _adjusted.AsSpan(0, history.Length);
        season.Remove(history, values);
        var (lowest, highest) = Reach(values, steps);
        for (int model = 0; model < _models.Length; model++)
        {
            var row = forecasts.Slice(model * steps, steps);
            _models[model].Forecast(model == Naive ? history : values, row);
            if (model == Naive) continue;
            for (int h = 0; h < steps; h++) row[h] = Math.Clamp(row[h], lowest, highest);
            season.Restore(history.Length, row);
        }
    }

    /// <summary>The models of the last forecast and how much each had to say, such as <c>theta 0.60 + naive 0.40, season of 24</c>.</summary>
    public string Describe(ReadOnlySpan<double> weights)
    {
        var text = new StringBuilder();
        for (int model = 0; model < weights.Length; model++)
        {
            // Without a season its last value is the last value.
            double weight = season.Found ? weights[model] : model switch
            {
                Naive => weights[Naive] + weights[SeasonalNaive],
                SeasonalNaive => 0,
                _ => weights[model],
            };
            if (weight < NamedWeight) continue;
            if (text.Length > 0) text.Append(" + ");
            text.Append(model == SeasonalNaive ? "seasonal naive" : _models[model].Name).Append($" {weight:F2}");
        }

        if (season.Found) text.Append($", season of {season.Period}");
        return text.ToString();
    }

    public void Dispose() => ArrayPool<double>.Shared.Return(_adjusted);

    /// <summary>How far a forecast may leave what was seen: by the same range again for as many steps again.</summary>
    private static (double Lowest, double Highest) Reach(ReadOnlySpan<double> values, int steps)
    {
        double lowest = values[0], highest = values[0];
        foreach (double value in values)
        {
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        double margin = (highest - lowest) * (1 + (double)steps / values.Length);
        return (lowest - margin, highest + margin);
    }
}
