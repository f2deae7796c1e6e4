using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family with one line per series: counters and gauges, from cells and from rows of states.</summary>
internal abstract class SampleFamily(FamilyOptions options, string type) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, type);
    private readonly LineBeginnings _lines = new(linesPerSeries: 1);

    public override void Write(ref PageWriter page, StateReads states)
    {
        var cells = Cells;
        if (cells.IsEmpty && Options.Presence == Presence.Absent && !RowFeed.AnyRow(Rows, states)) return;
        if (!Options.IsContinuation) page.Header(_header);
        _lines.CatchUp(_header, [], cells);
        for (var i = 0; i < cells.Length; i++)
        {
            Prefetch.Ahead(cells, i);
            page.Line(_lines.Of(i, 0), ValueOf(cells[i]));
        }

        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    /// <summary>The value of one of this family's cells.</summary>
    protected abstract double ValueOf(Cell cell);
}
