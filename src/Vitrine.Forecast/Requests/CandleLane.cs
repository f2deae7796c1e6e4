using System.Runtime.CompilerServices;

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
    // By itself: in its caller's body the scan would not keep its place in a register, and take half as long again.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out Candle candle)
    {
        candle = default;
        var scan = new JsonScan(bytes);
        if (!scan.TryTake(',') || !scan.TryTake('{')) return false;
        do
        {
            if (!scan.TryTake('"') || !TryTakeName(ref scan, out var field) || candle.HasSeen(field)) return false;
            if (!scan.TryTake(':') || !scan.TryTakeNumber(out var value) || !CandleFields.IsSound(field, value)) return false;
            candle.Seen |= 1 << (int)field;
            candle.Set(field, value);
        }
        while (scan.TryTake(','));

        if (!scan.TryTake('}') || !candle.HasPrices || candle.Disorder() is not null) return false;
        bytes = scan.Rest;
        return true;
    }

    /// <summary>Takes the name of a field and the quote behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTakeName(ref JsonScan scan, out CandleField field)
    {
        // Six a candle, nearly always in one order: what the processor foresees it need not wait for, as it would for a length that it must look for.
        switch (scan.Peek)
        {
            case (byte)'o': field = CandleField.Open; return scan.TryTake("open\""u8);
            case (byte)'h': field = CandleField.High; return scan.TryTake("high\""u8);
            case (byte)'l': field = CandleField.Low; return scan.TryTake("low\""u8);
            case (byte)'c': field = CandleField.Close; return scan.TryTake("close\""u8);
            case (byte)'v': field = CandleField.Volume; return scan.TryTake("volume\""u8);
            default: field = CandleField.Amount; return scan.TryTake("amount\""u8);
        }
    }
}
