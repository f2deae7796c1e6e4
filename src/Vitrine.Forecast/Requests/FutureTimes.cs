namespace Vitrine.Forecast.Requests;

/// <summary>The times to predict, and how each is written: the answer repeats them in the client's own form.</summary>
/// <param name="Ticks">UTC ticks, strictly ascending.</param>
/// <param name="Zones">The offset of each in minutes, or <see cref="WrittenTime.NoZone"/>.</param>
internal sealed record FutureTimes(long[] Ticks, short[] Zones)
{
    /// <summary>Times that go on as the history did: every step as long as its median one, in the form of its last time.</summary>
    /// <param name="history">Ticks of the history, at least two.</param>
    /// <param name="zone">The form of the last.</param>
    /// <param name="count">Steps.</param>
    /// <returns>Null when that goes beyond the calendar.</returns>
    public static FutureTimes? Continue(ReadOnlySpan<long> history, short zone, int count)
    {
        var steps = new long[history.Length - 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = history[i + 1] - history[i];
        Array.Sort(steps);
        var (step, last) = (steps[steps.Length / 2], history[^1]);
        if (step > (WrittenTime.MaxTicks - last) / count) return null;
        var ticks = new long[count];
        for (var i = 0; i < count; i++) ticks[i] = last + (step * (i + 1));
        var zones = new short[count];
        Array.Fill(zones, zone);
        return new FutureTimes(ticks, zones);
    }
}
