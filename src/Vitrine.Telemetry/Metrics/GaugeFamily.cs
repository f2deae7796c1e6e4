using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of gauges: set, raised by open scopes, or read from rows of a state.</summary>
internal sealed class GaugeFamily(FamilyOptions options) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, "gauge");

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (Cells.IsEmpty && Options.Presence == Presence.Absent && !RowFeed.AnyRow(Rows, states)) return;
        page.Header(_header);
        foreach (var cell in Cells) page.Line(_header, cell.Labels, ((GaugeCell)cell).Value);
        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    protected override Cell Create(byte[] labels, string[] values) => new GaugeCell(labels, values);
}
