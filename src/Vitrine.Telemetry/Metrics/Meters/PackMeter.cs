using System.Diagnostics.Metrics;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>
/// A pack as a BCL meter: counters and gauges are read from their cells when a listener asks, histograms pass their observations on while
/// somebody listens. Our own listener never reads these meters, so nothing is counted twice.
/// </summary>
internal sealed class PackMeter : IDisposable
{
    /// <summary>What the names of these meters begin with.</summary>
    public const string Prefix = "Vitrine.Pack.";

    private readonly Lock _gate = new();
    private readonly VitrineTelemetry _telemetry;
    private readonly List<PublishedRows> _rows = [];

    public PackMeter(VitrineTelemetry telemetry, CompiledPack pack)
    {
        _telemetry = telemetry;
        Meter = new Meter(new MeterOptions(Prefix + pack.Name) { Version = "1" });
        foreach (var family in pack.Metrics.Families) Publish(family);
    }

    public Meter Meter { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private void Publish(Family family)
    {
        switch (family)
        {
            case HistogramFamily histogram: PublishHistogram(histogram); break;
            case CounterFamily: Observe(family, family.Name, isCounter: true, static cell => ((CounterCell)cell).Value); break;
            case GaugeFamily: Observe(family, family.Name, isCounter: false, static cell => ((GaugeCell)cell).Value); break;
            default:
                Observe(family, family.Name + "_avg", isCounter: false, static cell => ((StatCell)cell).Read().Average);
                Observe(family, family.Name + "_min", isCounter: false, static cell => ((StatCell)cell).Read().Min);
                Observe(family, family.Name + "_max", isCounter: false, static cell => ((StatCell)cell).Read().Max);
                break;
        }
    }

    private void PublishHistogram(HistogramFamily family)
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = family.Options.Buckets!.Bounds };
        var instrument = Meter.CreateHistogram(family.Name, unit: null, family.Options.Help, tags: null, advice);
        // First the new cells, then those there are: none is missed, and forwarding twice to one instrument is the same as once.
        family.CellMade += cell => ((HistogramCell)cell).ForwardTo(instrument, TagsOf(family, cell));
        foreach (var cell in family.Cells) ((HistogramCell)cell).ForwardTo(instrument, TagsOf(family, cell));
    }

    private void Observe(Family family, string name, bool isCounter, Func<Cell, double> read)
    {
        PublishedRows? rows = null;
        if (family.Rows.Count > 0) _rows.Add(rows = new PublishedRows(family));
        var tags = new Dictionary<Cell, KeyValuePair<string, object?>[]>();
        if (isCounter) Meter.CreateObservableCounter(name, Measure, unit: null, family.Options.Help);
        else Meter.CreateObservableGauge(name, Measure, unit: null, family.Options.Help);

        List<Measurement<double>> Measure()
        {
            var measured = new List<Measurement<double>>();
            lock (_gate)
            {
                foreach (var cell in family.Cells)
                {
                    if (!tags.TryGetValue(cell, out var own)) tags[cell] = own = TagsOf(family, cell);
                    measured.Add(new Measurement<double>(read(cell), own));
                }

                if (rows is not null) measured.AddRange(Take(rows));
            }

            return measured;
        }
    }

    /// <summary>The rows of one family. All families share one reading of the states: it is renewed when a family asks a second time.</summary>
    private List<Measurement<double>> Take(PublishedRows rows)
    {
        if (rows.Fresh is null) _telemetry.WithStates(states => _rows.ForEach(each => each.Read(states)));
        var taken = rows.Fresh ?? [];
        rows.Fresh = null;
        return taken;
    }

    /// <summary>The labels as tags; an empty label is none.</summary>
    private static KeyValuePair<string, object?>[] TagsOf(Family family, Cell cell) =>
        [.. family.Options.LabelNames.Zip(cell.LabelValues).Where(pair => pair.Second.Length > 0).Select(pair => KeyValuePair.Create(pair.First, (object?)pair.Second))];

    private sealed class PublishedRows(Family family)
    {
        public List<Measurement<double>>? Fresh { get; set; }

        public void Read(StateReads states)
        {
            Fresh = [];
            foreach (var feed in family.Rows) feed.Collect(states, Fresh);
        }
    }
}
