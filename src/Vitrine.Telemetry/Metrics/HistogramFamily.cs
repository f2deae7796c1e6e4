using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics;

/// <summary>A family of histograms.</summary>
internal sealed class HistogramFamily : Family
{
    private readonly HistogramHeader _header;
    private readonly long[] _counts;

    public HistogramFamily(FamilyOptions options) : base(options)
    {
        _header = new HistogramHeader(options.Name, options.Help, options.Buckets!.Bounds);
        _counts = new long[options.Buckets.Count];
    }

    public override void Write(ref PageWriter page, StateReads states)
    {
        if (Cells.IsEmpty && Options.Presence == Presence.Absent) return;
        page.Header(_header);
        foreach (var cell in Cells)
        {
            var histogram = (HistogramCell)cell;
            var sum = histogram.Read(_counts);
            page.Histogram(_header, histogram, _counts, sum);
        }
    }

    protected override Cell Create(byte[] labels, string[] values) => new HistogramCell(labels, values, Options.Buckets!);
}
