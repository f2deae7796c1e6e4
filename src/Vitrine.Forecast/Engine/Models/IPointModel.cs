namespace Vitrine.Forecast.Engine.Models;

/// <summary>
/// One way to carry a series on. Works on logarithms of price: a step is a ratio there, a forecast can never turn negative, and prices of any size meet the
/// same arithmetic. Stateless and thread-safe.
/// </summary>
internal interface IPointModel
{
    string Name { get; }

    /// <summary>Fits itself to the history and fills every future step. Both spans hold logarithms; the history has at least two values.</summary>
    void Forecast(ReadOnlySpan<double> history, Span<double> future);
}
