using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Engine;

/// <summary>A forecast and what its engine knows of its quality.</summary>
/// <remarks>Not named Forecast: inside <c>Vitrine.*</c> that name is the namespace.</remarks>
/// <param name="Path">The predicted candles, one per asked timestamp; every candle constraint holds.</param>
/// <param name="Bands">The bands of the close, when they were asked for.</param>
/// <param name="Naive">The close that the last-value baseline predicts, per step.</param>
/// <param name="Model">Which models the close comes from and with which weights, such as <c>theta 0.6 + naive 0.4</c>.</param>
/// <param name="ValidationMase">
/// The mean absolute error in rolling-origin validation over the error of one step of the last value (MASE); null when the history is too short to validate.
/// </param>
/// <param name="NaiveMase">The same of the last-value baseline, at the same origins and steps; null with <paramref name="ValidationMase"/>.</param>
public sealed record Prediction(CandleSeries Path, Bands? Bands, double[] Naive, string Model, double? ValidationMase, double? NaiveMase);
