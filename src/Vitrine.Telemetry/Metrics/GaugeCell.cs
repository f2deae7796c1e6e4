namespace Vitrine.Telemetry.Metrics;

/// <summary>A gauge: set to a value, or raised and lowered by open scopes and up-down counters.</summary>
/// <remarks>Whole steps have a word of their own: one interlocked addition, where a sum of doubles would read and try again under contention.</remarks>
internal sealed class GaugeCell(byte[] labels, string[] labelValues) : Cell(labels, labelValues)
{
    private double _value;
    private long _level;

    /// <summary>The current value.</summary>
    public double Value => Volatile.Read(ref _value) + Volatile.Read(ref _level);

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation) => Volatile.Write(ref _value, value - Volatile.Read(ref _level));

    /// <summary>Raises or lowers it.</summary>
    public void Add(double delta)
    {
        var whole = (long)delta;
        if (whole == delta)
        {
            Interlocked.Add(ref _level, whole);
            return;
        }

        double seen;
        do seen = Volatile.Read(ref _value);
        while (Interlocked.CompareExchange(ref _value, seen + delta, seen) != seen);
    }
}
