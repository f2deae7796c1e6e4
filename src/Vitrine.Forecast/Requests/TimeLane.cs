using System.Runtime.CompilerServices;

namespace Vitrine.Forecast.Requests;

/// <summary>The lane of times that are plain texts: what <see cref="CandleLane"/> is for candles.</summary>
internal static class TimeLane
{
    /// <summary>Takes the next time of a list whose last time ended just before: a comma and a text.</summary>
    /// <param name="bytes">What comes behind the last time; shortened by the one that was taken.</param>
    /// <param name="time">The time.</param>
    /// <returns>False, and nothing taken, unless it is whole and can be read.</returns>
    // By itself, as its twin is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static bool TryTake(ref ReadOnlySpan<byte> bytes, out WrittenTime time)
    {
        time = default;
        var scan = new JsonScan(bytes);
        if (!scan.TryTake(',') || !scan.TryTakeText(out var text) || !WrittenTime.TryParse(text, out time)) return false;
        bytes = scan.Rest;
        return true;
    }
}
