namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of counters.</summary>
internal sealed class CounterFamily(FamilyOptions options) : SampleFamily(options, "counter", CounterCell.WordCount)
{
    protected override Cell Create(byte[] labels, string[] values) => new CounterCell(labels, values, Numbers.Add());

    protected override double ValueOf(ReadOnlySpan<Cell> cells, int series) =>
        CounterCell.TryRead(Numbers[series], out var count) ? count : ((CounterCell)cells[series]).Value;
}
