namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>A value that an observable instrument reported. It is shown while the instrument goes on reporting it.</summary>
internal sealed class ObservedCell(byte[] labels, string[] labelValues, CollectionClock clock) : Cell(labels, labelValues)
{
    private long _seen;

    /// <summary>What was reported last.</summary>
    public double Value { get; private set; }

    /// <summary>Whether the newest collection reported it.</summary>
    public bool IsCurrent => _seen == clock.Now;

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation) => (Value, _seen) = (value, clock.Now);
}
