namespace Vitrine.Forecast.Requests;

/// <summary>
/// The lane of candles as nearly everybody sends them: known names once each, plain numbers, sound. It takes these in a fraction of the time that their
/// tokens would; before any other it stops, and <see cref="CandleReader"/> says what there is to say. What it takes, that one would take with the same values.
/// </summary>
internal static class CandleLane
{
    /// <summary>Takes the next candle of a list whose last candle ended just before: a comma and an object.</summary>
    /// <param name="bytes">What comes behind the last candle; shortened by the one that was taken.</param>
    /// <param name="candle">The candle.</param>
    /// <returns>False, and nothing taken, unless it is whole and as the lane has it.</returns>
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out Candle candle)
    {
        candle = default;
        var scan = new JsonScan(bytes);
        if (!scan.TryTake(',') || !scan.TryTake('{')) return false;
        do
        {
            if (!scan.TryTakeText(out var name) || CandleFields.Of(name) is not { } field || candle.HasSeen(field)) return false;
            if (!scan.TryTake(':') || !scan.TryTakeNumber(out var value) || !CandleFields.IsSound(field, value)) return false;
            candle.Seen |= 1 << (int)field;
            candle.Set(field, value);
        }
        while (scan.TryTake(','));

        if (!scan.TryTake('}') || !candle.HasPrices || candle.Disorder() is not null) return false;
        bytes = scan.Rest;
        return true;
    }
}
