using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>Three gauges from one cell. All three lines of a page come from the same snapshot.</summary>
internal sealed class StatFamily(FamilyOptions options) : Family(options)
{
    private readonly FamilyHeader _average = new(options.Name + "_avg", options.Help + " average", "gauge");
    private readonly FamilyHeader _minimum = new(options.Name + "_min", options.Help + " minimum", "gauge");
    private readonly FamilyHeader _maximum = new(options.Name + "_max", options.Help + " maximum", "gauge");
    private StatCell.Snapshot[] _snapshots = [];

    /// <summary>The three names this family shows.</summary>
    public static IEnumerable<string> NamesOf(string stem) => [stem + "_avg", stem + "_min", stem + "_max"];

    public override void Write(ref PageWriter page, StateReads states)
    {
        var cells = Cells;
        if (cells.IsEmpty && Options.Presence == Presence.Absent) return;
        if (_snapshots.Length < cells.Length) _snapshots = new StatCell.Snapshot[cells.Length * 2];
        for (var i = 0; i < cells.Length; i++) _snapshots[i] = ((StatCell)cells[i]).Read();
        Write(ref page, _average, cells, static snapshot => snapshot.Average);
        Write(ref page, _minimum, cells, static snapshot => snapshot.Min);
        Write(ref page, _maximum, cells, static snapshot => snapshot.Max);
    }

    private void Write(ref PageWriter page, FamilyHeader header, ReadOnlySpan<Cell> cells, Func<StatCell.Snapshot, double> figure)
    {
        page.Header(header);
        for (var i = 0; i < cells.Length; i++) page.Line(header.Name, cells[i].Labels, figure(_snapshots[i]));
    }

    protected override Cell Create(byte[] labels, string[] values) => new StatCell(labels, values);
}
