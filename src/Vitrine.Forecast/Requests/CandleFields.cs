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

    /// <summary>Whether a field is one of those that must be there.</summary>
    public static bool IsPrice(CandleField field) => (int)field < Required;

    /// <summary>Whether a finite number may be a field's value.</summary>
    public static bool IsSound(CandleField field, double value) => IsPrice(field) ? value > 0 : value >= 0;

    /// <summary>The field whose name the reader stands on, or null.</summary>
    public static CandleField? Of(ref Utf8JsonReader json)
    {
        Span<byte> buffer = stackalloc byte[JsonValue.MaxText];
        return Of(JsonValue.Text(in json, buffer));
    }

    /// <summary>The field of a name without escapes, or null.</summary>
    public static CandleField? Of(ReadOnlySpan<byte> name)
    {
        // Their first letters differ.
        if (name.IsEmpty) return null;
        return name[0] switch
        {
            (byte)'o' when name.SequenceEqual("open"u8) => CandleField.Open,
            (byte)'h' when name.SequenceEqual("high"u8) => CandleField.High,
            (byte)'l' when name.SequenceEqual("low"u8) => CandleField.Low,
            (byte)'c' when name.SequenceEqual("close"u8) => CandleField.Close,
            (byte)'v' when name.SequenceEqual("volume"u8) => CandleField.Volume,
            (byte)'a' when name.SequenceEqual("amount"u8) => CandleField.Amount,
            _ => null,
        };
    }
}
