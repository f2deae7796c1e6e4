using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of counters.</summary>
internal sealed class CounterFamily(FamilyOptions options) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, "counter");
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
            page.Line(_lines.Of(i, 0), ((CounterCell)cells[i]).Value);
        }
        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    protected override Cell Create(byte[] labels, string[] values) => new CounterCell(labels, values);
}
