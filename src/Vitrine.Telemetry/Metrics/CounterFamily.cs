namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of counters.</summary>
internal sealed class CounterFamily(FamilyOptions options) : SampleFamily(options, "counter")
{
    protected override Cell Create(byte[] labels, string[] values) => new CounterCell(labels, values);

    protected override double ValueOf(Cell cell) => ((CounterCell)cell).Value;
}
