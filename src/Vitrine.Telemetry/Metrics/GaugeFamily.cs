namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of gauges: set, raised by open scopes, or read from rows of a state.</summary>
internal sealed class GaugeFamily(FamilyOptions options) : SampleFamily(options, "gauge")
{
    protected override Cell Create(byte[] labels, string[] values) => new GaugeCell(labels, values);

    protected override double ValueOf(Cell cell) => ((GaugeCell)cell).Value;
}
