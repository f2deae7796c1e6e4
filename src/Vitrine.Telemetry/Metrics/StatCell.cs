namespace Vitrine.Telemetry.Metrics;

/// <summary>Average, smallest and largest over the life of the process, always read as one consistent snapshot.</summary>
internal sealed class StatCell(byte[] labels, string[] labelValues) : Cell(labels, labelValues)
{
    private readonly Lock _gate = new();
    private Snapshot _now;

    /// <inheritdoc/>
    public override void Record(double value, Operation? operation)
    {
        if (!double.IsFinite(value)) return;
        lock (_gate)
        {
            _now = _now.Count == 0
                ? new Snapshot(1, value, value, value)
                : new Snapshot(_now.Count + 1, _now.Sum + value, Math.Min(_now.Min, value), Math.Max(_now.Max, value));
        }
    }

    /// <summary>Reads all figures at once.</summary>
    public Snapshot Read()
    {
        lock (_gate) return _now;
    }

    /// <summary>What was observed so far.</summary>
    /// <param name="Count">Observations.</param>
    /// <param name="Sum">Their sum.</param>
    /// <param name="Min">The smallest.</param>
    /// <param name="Max">The largest.</param>
    internal readonly record struct Snapshot(long Count, double Sum, double Min, double Max)
    {
        /// <summary>The mean; 0 before the first observation.</summary>
        public double Average => Count == 0 ? 0 : Sum / Count;
    }
}
