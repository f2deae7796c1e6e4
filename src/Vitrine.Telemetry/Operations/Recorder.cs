using System.Runtime.CompilerServices;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry;

/// <summary>The series of a point, resolved once. For what happens too often to describe each time: tokens, log appends.</summary>
/// <remarks>A bound point feeds metrics only; log lines and other projections see points that are emitted. Thread-safe, allocates nothing.</remarks>
public readonly struct Recorder
{
    private readonly CounterCell? _counter;
    private readonly HistogramCell? _histogram;
    private readonly Cell[]? _others;

    internal Recorder(IReadOnlyList<Cell> cells)
    {
        var counter = cells.OfType<CounterCell>().FirstOrDefault();
        var histogram = cells.OfType<HistogramCell>().FirstOrDefault();
        var others = cells.Where(cell => cell != counter && cell != (Cell?)histogram).ToArray();
        (_counter, _histogram) = (counter, histogram);
        _others = others.Length == 0 ? null : others;
    }

    /// <summary>Counts one occurrence: counters rise by one, histograms observe 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record()
    {
        _counter?.Add(1);
        if (_histogram is not null || _others is not null) RecordOthers(1);
    }

    /// <summary>Records a value: counters rise by it, histograms observe it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(double value)
    {
        _counter?.Record(value, null);
        if (_histogram is not null || _others is not null) RecordOthers(value);
    }

    private void RecordOthers(double value)
    {
        _histogram?.Observe(value);
        if (_others is null) return;
        foreach (var cell in _others) cell.Record(value, null);
    }
}
