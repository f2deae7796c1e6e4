using System.Runtime.CompilerServices;

namespace Vitrine.Forecast.Requests;

/// <summary>One candle while it is read.</summary>
internal struct Candle
{
    private Values _values;

    /// <summary>The fields that were there, a bit each.</summary>
    public int Seen;

    /// <summary>The fields that were there and are sound, a bit each.</summary>
    public int Sound;

    public readonly double Open => _values[(int)CandleField.Open];

    public readonly double High => _values[(int)CandleField.High];

    public readonly double Low => _values[(int)CandleField.Low];

    public readonly double Close => _values[(int)CandleField.Close];

    public readonly double Volume => _values[(int)CandleField.Volume];

    public readonly double Amount => _values[(int)CandleField.Amount];

    /// <summary>Whether a field was there, sound or not.</summary>
    public readonly bool HasSeen(CandleField field) => (Seen & (1 << (int)field)) != 0;

    /// <summary>Whether all four prices are sound, so that they can be held against each other.</summary>
    public readonly bool HasPrices => (Sound & 0b1111) == 0b1111;

    /// <summary>How its prices contradict each other, or null.</summary>
    public readonly string? Disorder()
    {
        if (Low > High) return "low must not be greater than high";
        if (Low > Math.Min(Open, Close)) return "low must not be greater than open or close";
        return High < Math.Max(Open, Close) ? "high must not be less than open or close" : null;
    }

    /// <summary>Sets a field that is sound.</summary>
    public void Set(CandleField field, double value)
    {
        _values[(int)field] = value;
        Sound |= 1 << (int)field;
    }

    [InlineArray(CandleFields.Count)]
    private struct Values
    {
        private double _first;
    }
}
