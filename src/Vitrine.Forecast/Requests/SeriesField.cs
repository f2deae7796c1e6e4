namespace Vitrine.Forecast.Requests;

/// <summary>The fields of a series.</summary>
internal enum SeriesField
{
    Other,
    SeriesId,
    Candles,
    Times,
    Future,
    Overrides,
    IncludeBands,
}
