namespace Vitrine.Telemetry.Metrics;

/// <summary>A gauge: set to a value, or raised and lowered by open scopes.</summary>
internal sealed class GaugeCell(byte[] labels, string[] labelValues) : Cell(labels, labelValues)
{
    private double _value;

    /// <summary>The current value.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation) => Volatile.Write(ref _value, value);

    /// <summary>Raises or lowers it.</summary>
    public void Add(double delta)
    {
        double seen;
        do seen = Volatile.Read(ref _value);
        while (Interlocked.CompareExchange(ref _value, seen + delta, seen) != seen);
    }
}
