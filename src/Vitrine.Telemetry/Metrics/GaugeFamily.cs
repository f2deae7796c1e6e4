namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of gauges: set, raised by open scopes, or read from rows of a state.</summary>
internal sealed class GaugeFamily(FamilyOptions options) : SampleFamily(options, "gauge", GaugeCell.WordCount)
{
    protected override Cell Create(byte[] labels, string[] values) => new GaugeCell(labels, values, Numbers.Add());

    protected override double ValueOf(ReadOnlySpan<Cell> cells, int series) => GaugeCell.Read(Numbers[series]);
}
