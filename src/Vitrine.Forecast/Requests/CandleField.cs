namespace Vitrine.Forecast.Requests;

/// <summary>The fields of a candle, each the number of its column.</summary>
internal enum CandleField
{
    Open,
    High,
    Low,
    Close,
    Volume,
    Amount,
}
