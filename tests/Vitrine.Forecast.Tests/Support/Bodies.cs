using System.Text.Json.Nodes;

namespace Vitrine.Forecast.Tests.Support;

/// <summary>Bodies of predictions, sound until a test breaks them.</summary>
internal static class Bodies
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A sound request of one series, an hour a candle.</summary>
    public static JsonObject Single(int candles = 400, int steps = 120, string? seriesId = "BTC-USDT") => new()
    {
        ["series_id"] = seriesId,
        ["candles"] = new JsonArray([.. Enumerable.Range(0, candles).Select(Candle)]),
        ["timestamps"] = Times(0, candles),
        ["prediction_timestamps"] = Times(candles, steps),
    };

    /// <summary>A sound request of several.</summary>
    public static JsonObject Batch(int series = 3, int candles = 50, int steps = 10) => new()
    {
        ["items"] = new JsonArray([.. Enumerable.Range(1, series).Select(number => (JsonNode)Single(candles, steps, $"series-{number}"))]),
    };

    /// <summary>Hours from a place on, in UTC.</summary>
    public static JsonArray Times(int first, int count) => new([.. Enumerable.Range(first, count).Select(hour => (JsonNode)At(hour))]);

    /// <summary>The time of an hour.</summary>
    public static string At(int hour) => s_start.AddHours(hour).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonNode Candle(int place)
    {
        var price = 100 + Math.Sin(place / 10.0);
        return new JsonObject { ["open"] = price, ["high"] = price + 1, ["low"] = price - 1, ["close"] = price + 0.5, ["volume"] = 10 + (place % 5), ["amount"] = place % 4 == 0 ? null : 1000 + place };
    }
}
