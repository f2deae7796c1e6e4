using Vitrine.Forecast.Candles;

namespace Vitrine.Forecast.Engine;

/// <summary>What one forecast is made from. The caller has validated it: at least one candle, positive finite prices, strictly ascending times.</summary>
/// <param name="History">The candles that are known, oldest first.</param>
/// <param name="FutureTimestamps">The times to forecast, UTC ticks of 100 ns, strictly ascending, all after the history.</param>
/// <param name="Sampling">How candles are drawn around the forecast.</param>
/// <param name="IncludeBands">Whether the answer carries <see cref="Prediction.Bands"/>.</param>
public sealed record ForecastInput(CandleSeries History, long[] FutureTimestamps, SamplingOptions Sampling, bool IncludeBands = false);
