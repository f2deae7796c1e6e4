using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family with one line per series: counters and gauges, from cells and from rows of states.</summary>
internal abstract class SampleFamily(FamilyOptions options, string type, int wordsPerSeries) : Family(options)
{
    private readonly FamilyHeader _header = new(options.Name, options.Help, type);
    private readonly LineBeginnings _lines = new(linesPerSeries: 1);

    /// <summary>The numbers of the series, in the order of <see cref="Family.Cells"/>.</summary>
    protected WordStore Numbers { get; } = new(wordsPerSeries);

    public override void Write(ref PageWriter page, StateReads states)
    {
        var cells = Cells;
        if (cells.IsEmpty && Options.Presence == Presence.Absent && !RowFeed.AnyRow(Rows, states)) return;
        if (!Options.IsContinuation) page.Header(_header);
        _lines.CatchUp(_header, [], cells);
        for (var i = 0; i < cells.Length; i++) page.Line(_lines.Of(i, 0), ValueOf(cells, i));
        foreach (var row in Rows) row.Write(ref page, _header, states);
    }

    /// <summary>The value of one series.</summary>
    /// <param name="cells">All series, for what only a cell knows; touching one is a wait for memory.</param>
    /// <param name="series">Which.</param>
    protected abstract double ValueOf(ReadOnlySpan<Cell> cells, int series);
}
