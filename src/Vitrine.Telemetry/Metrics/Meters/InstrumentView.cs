using Vitrine.Telemetry.Exposition;

namespace Vitrine.Telemetry.Metrics.Meters;

/// <summary>
/// One family of the page, fed by a foreign instrument: the state of its measurement events, so that a measurement finds its series
/// without looking an instrument up.
/// </summary>
/// <param name="form">What the instrument is.</param>
/// <param name="options">Name, help, type and buckets; labels are learnt from the measurements.</param>
/// <param name="clock">For observable instruments.</param>
/// <param name="time">For exemplars.</param>
internal sealed class InstrumentView(InstrumentForm form, FamilyOptions options, CollectionClock clock, TimeProvider time)
{
    private const int MaxShapes = 8;
    private readonly Lock _gate = new();
    private readonly List<Family> _families = [];
    private TagShape[] _shapes = [];

    public InstrumentForm Form => form;

    public FamilyOptions Options => options;

    /// <summary>Takes one measurement. Allocates only when it sees a series for the first time.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length > LabelKeys.MaxLabels) tags = tags[..LabelKeys.MaxLabels];
        var cell = CellOf(tags);
        if (form == InstrumentForm.UpDownCounter)
        {
            ((GaugeCell)cell).Add(value);
            return;
        }

        cell.Record(value, null);
        if (cell is HistogramCell histogram) histogram.RememberAmbient(value, time.GetUtcNow().ToUnixTimeMilliseconds() / 1000d);
    }

    /// <summary>Writes the family: one header, then the series of every set of labels.</summary>
    public void Write(ref PageWriter page, StateReads states)
    {
        lock (_gate)
        {
            foreach (var family in _families) family.Write(ref page, states);
        }
    }

    /// <summary>The label that exceeded the limit and how often that folded, or null.</summary>
    public (string Label, long Folds)? Folded()
    {
        lock (_gate)
        {
            var folded = _families.Find(family => family.ExplodedLabel is not null);
            return folded is null ? null : (folded.ExplodedLabel!, _families.Sum(family => family.Folds));
        }
    }

    private Cell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var shape in Volatile.Read(ref _shapes))
        {
            if (shape.Fits(tags)) return shape.CellOf(tags);
        }

        return AddShape(tags) is { } added ? added.CellOf(tags) : CellOf([]);
    }

    /// <summary>Learns a new set of tags. Past the limit measurements lose their tags: an instrument that names tags at random has no labels.</summary>
    private TagShape? AddShape(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate)
        {
            foreach (var known in _shapes)
            {
                if (known.Fits(tags)) return known;
            }

            if (_shapes.Length >= MaxShapes && tags.Length > 0) return null;
            var shape = new TagShape(tags, FamilyOf, options.SeriesLimit);
            Volatile.Write(ref _shapes, [.. _shapes, shape]);
            return shape;
        }
    }

    private Family FamilyOf(string[] labels)
    {
        if (_families.Find(family => family.Options.LabelNames.AsSpan().SequenceEqual(labels)) is { } known) return known;
        var own = options with { LabelNames = labels, IsContinuation = _families.Count > 0 };
        Family made = form switch
        {
            InstrumentForm.Counter => new CounterFamily(own),
            InstrumentForm.Gauge or InstrumentForm.UpDownCounter => new GaugeFamily(own),
            InstrumentForm.Histogram => new HistogramFamily(own),
            _ => new ObservedFamily(own, clock),
        };
        _families.Add(made);
        return made;
    }
}
