namespace Vitrine.Forecast.Requests;

/// <summary>One candle while it is read.</summary>
internal struct Candle
{
    public double Open;
    public double High;
    public double Low;
    public double Close;
    public double Volume;
    public double Amount;

    /// <summary>The fields that were there, a bit each.</summary>
    public int Seen;

    /// <summary>The fields that were there and are sound, a bit each.</summary>
    public int Sound;

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

    /// <summary>Sets a field.</summary>
    public void Set(CandleField field, double value)
    {
        switch (field)
        {
            case CandleField.Open: Open = value; break;
            case CandleField.High: High = value; break;
            case CandleField.Low: Low = value; break;
            case CandleField.Close: Close = value; break;
            case CandleField.Volume: Volume = value; break;
            default: Amount = value; break;
        }

        Sound |= 1 << (int)field;
    }
}
