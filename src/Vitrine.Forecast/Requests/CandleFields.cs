using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>The names of a candle's fields.</summary>
internal static class CandleFields
{
    /// <summary>How many there are.</summary>
    public const int Count = 6;

    /// <summary>Those that must be there; the others default to 0.</summary>
    public const int Required = 4;

    private static readonly string[] s_names = ["open", "high", "low", "close", "volume", "amount"];

    /// <summary>The name of a field in JSON.</summary>
    public static string NameOf(CandleField field) => s_names[(int)field];

    /// <summary>The field whose name the reader stands on, or null.</summary>
    public static CandleField? Of(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("open"u8)) return CandleField.Open;
        if (json.ValueTextEquals("high"u8)) return CandleField.High;
        if (json.ValueTextEquals("low"u8)) return CandleField.Low;
        if (json.ValueTextEquals("close"u8)) return CandleField.Close;
        if (json.ValueTextEquals("volume"u8)) return CandleField.Volume;
        return json.ValueTextEquals("amount"u8) ? CandleField.Amount : null;
    }
}
