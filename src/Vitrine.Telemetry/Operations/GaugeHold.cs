using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry;

/// <summary>
/// The in-flight gauges that an open scope raised. It lowers exactly these at its end, whatever became of its facts meanwhile. A parent may end
/// the scope while its own thread still opens it: whoever takes a cell out of the hold lowers it, once.
/// </summary>
internal struct GaugeHold
{
    private GaugeCell? _first;
    private List<GaugeCell>? _more;

    public void Add(GaugeCell cell)
    {
        cell.Add(1);
        if (Interlocked.CompareExchange(ref _first, cell, null) is null) return;
        if (_more is null) Interlocked.CompareExchange(ref _more, [], null);
        lock (_more) _more.Add(cell);
    }

    public void ReleaseAll()
    {
        // Most scopes hold nothing. Whoever adds a cell looks afterwards whether the scope has ended, so that none is overlooked here.
        if (Volatile.Read(ref _first) is not null) Interlocked.Exchange(ref _first, null)?.Add(-1);
        if (_more is null) return;
        lock (_more)
        {
            foreach (var cell in _more) cell.Add(-1);
            _more.Clear();
        }
    }
}
