using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>The names of a series' fields; others are ignored, as in the original.</summary>
internal static class SeriesFields
{
    /// <summary>The field whose name the reader stands on.</summary>
    public static SeriesField Of(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("candles"u8)) return SeriesField.Candles;
        if (json.ValueTextEquals("timestamps"u8)) return SeriesField.Times;
        if (json.ValueTextEquals("prediction_timestamps"u8)) return SeriesField.Future;
        if (json.ValueTextEquals("series_id"u8)) return SeriesField.SeriesId;
        if (json.ValueTextEquals("overrides"u8)) return SeriesField.Overrides;
        return json.ValueTextEquals("include_bands"u8) ? SeriesField.IncludeBands : SeriesField.Other;
    }
}
