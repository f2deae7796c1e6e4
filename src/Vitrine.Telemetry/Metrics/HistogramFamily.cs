using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of histograms.</summary>
internal sealed class HistogramFamily : Family
{
    private readonly HistogramHeader _header;
    private readonly long[] _counts;
    private readonly WordStore _numbers;
    private readonly LineBeginnings _textLines;
    private readonly LineBeginnings _openLines;

    public HistogramFamily(FamilyOptions options) : base(options)
    {
        _header = new HistogramHeader(options.Name, options.Help, options.Buckets!.Bounds);
        _counts = new long[options.Buckets.Count];
        _numbers = new WordStore(HistogramCell.WordCount(options.Buckets));
        _textLines = new LineBeginnings(_counts.Length + 2);
        _openLines = new LineBeginnings(_counts.Length + 2);
    }

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (Cells.IsEmpty && Options.Presence == Presence.Absent) return;
        if (!Options.IsContinuation) page.Header(_header);
        var isOpen = page.Format == ExpositionFormat.OpenMetrics;
        var lines = isOpen ? _openLines : _textLines;
        var cells = Cells;
        lines.CatchUp(_header, isOpen ? _header.OpenBounds : _header.TextBounds, cells);
        for (var i = 0; i < cells.Length; i++)
        {
            // A cell is only touched for what its words do not say: touching one is a wait for memory.
            var cell = HistogramCell.TryRead(_numbers[i], _counts, out var sum) ? null : (HistogramCell)cells[i];
            if (cell is not null) sum = cell.Read(_counts);
            page.Histogram(lines, i, cell, _counts, sum);
        }
    }

    protected override Cell Create(byte[] labels, string[] values) => new HistogramCell(labels, values, Options.Buckets!, _numbers.Add());
}
