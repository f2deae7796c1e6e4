using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of gauges: set, raised by open scopes, or read from rows of a state.</summary>
internal sealed class GaugeFamily(FamilyOptions options) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, "gauge");
    private readonly LineBeginnings _lines = new(linesPerSeries: 1);

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (Cells.IsEmpty && Options.Presence == Presence.Absent && !RowFeed.AnyRow(Rows, states)) return;
        if (!Options.IsContinuation) page.Header(_header);
        var cells = Cells;
        _lines.CatchUp(_header, [], cells);
        for (var i = 0; i < cells.Length; i++)
        {
            Prefetch.Ahead(cells, i);
            page.Line(_lines.Of(i, 0), ((GaugeCell)cells[i]).Value);
        }
        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    protected override Cell Create(byte[] labels, string[] values) => new GaugeCell(labels, values);
}
