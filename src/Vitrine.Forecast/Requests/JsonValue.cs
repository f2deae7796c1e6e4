using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Vitrine.Forecast.Requests;

/// <summary>Reads single values where the reader stands. Nothing here allocates but texts that are kept.</summary>
internal static class JsonValue
{
    /// <summary>Room for every text that is read: names, numbers, times.</summary>
    public const int MaxText = 64;

    /// <summary>What a value was, where a number is wanted.</summary>
    internal enum NumberKind
    {
        /// <summary>A finite number.</summary>
        Finite,

        /// <summary>A number, or the name of one, that is not finite.</summary>
        NotFinite,

        /// <summary>A text that is no number.</summary>
        NoNumber,

        /// <summary>Neither number nor text.</summary>
        WrongType,
    }

    /// <summary>Reads a number, or a text that holds one: exchanges send prices as texts, and the original takes them.</summary>
    public static NumberKind Number(ref Utf8JsonReader json, out double value)
    {
        value = 0;
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out value) && double.IsFinite(value) ? NumberKind.Finite : NumberKind.NotFinite;
        if (json.TokenType != JsonTokenType.String) return NumberKind.WrongType;
        Span<byte> buffer = stackalloc byte[MaxText];
        var text = Text(in json, buffer).Trim((byte)' ');
        if (!Utf8Parser.TryParse(text, out value, out var read) || read != text.Length) return IsNotFinite(text) ? NumberKind.NotFinite : NumberKind.NoNumber;
        return double.IsFinite(value) ? NumberKind.Finite : NumberKind.NotFinite;
    }

    /// <summary>Reads a whole number; 3.0 is one.</summary>
    public static bool TryInteger(ref Utf8JsonReader json, out long value)
    {
        value = 0;
        if (json.TokenType != JsonTokenType.Number) return false;
        if (json.TryGetInt64(out value)) return true;
        if (!json.TryGetDouble(out var real) || real != Math.Floor(real) || Math.Abs(real) > 1L << 53) return false;
        value = (long)real;
        return true;
    }

    /// <summary>Reads a time: ISO 8601, or a number since 1970.</summary>
    public static bool TryTime(ref Utf8JsonReader json, out WrittenTime time)
    {
        time = default;
        if (json.TokenType == JsonTokenType.Number) return json.TryGetDouble(out var number) && WrittenTime.TryParse(number, out time);
        Span<byte> buffer = stackalloc byte[MaxText];
        return json.TokenType == JsonTokenType.String && WrittenTime.TryParse(Text(in json, buffer), out time);
    }

    /// <summary>A text's bytes without escapes; empty when it is longer than the buffer, which nothing that is wanted is.</summary>
    public static ReadOnlySpan<byte> Text(in Utf8JsonReader json, Span<byte> buffer)
    {
        if (!json.ValueIsEscaped) return json.ValueSpan;
        return json.ValueSpan.Length <= buffer.Length ? buffer[..json.CopyString(buffer)] : [];
    }

    /// <summary>A value as it was sent, cut, for the one who sent it; null for a list or an object.</summary>
    public static string? Quote(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject or JsonTokenType.Null) return null;
        return Encoding.UTF8.GetString(json.ValueSpan[..Math.Min(json.ValueSpan.Length, MaxText)]);
    }

    private static bool IsNotFinite(ReadOnlySpan<byte> text)
    {
        var name = text.TrimStart("+-"u8);
        return Ascii.EqualsIgnoreCase(name, "nan"u8) || Ascii.EqualsIgnoreCase(name, "inf"u8) || Ascii.EqualsIgnoreCase(name, "infinity"u8);
    }
}
