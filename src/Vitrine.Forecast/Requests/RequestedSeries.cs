using Vitrine.Forecast.Candles;
using Vitrine.Forecast.Engine;

namespace Vitrine.Forecast.Requests;

/// <summary>One valid series of a request.</summary>
/// <param name="SeriesId">The client's name for it; null when it gave none.</param>
/// <param name="Candles">Candles that it sent, whether the model looks at all of them or not.</param>
/// <param name="History">The candles that the model looks at: the newest.</param>
/// <param name="Future">The times to predict.</param>
/// <param name="Sampling">How candles are drawn: what it says of that, and the defaults.</param>
/// <param name="IncludeBands">Whether intervals are asked for.</param>
internal sealed record RequestedSeries(string? SeriesId, int Candles, CandleSeries History, FutureTimes Future, SamplingOptions Sampling, bool IncludeBands);
