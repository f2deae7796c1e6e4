using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry;

/// <summary>The in-flight gauges that an open scope raised. It lowers exactly these at its end, whatever became of its facts meanwhile.</summary>
internal struct GaugeHold
{
    private GaugeCell? _first;
    private List<GaugeCell>? _more;

    public void Add(GaugeCell cell)
    {
        cell.Add(1);
        if (_first is null) _first = cell;
        else (_more ??= []).Add(cell);
    }

    public void ReleaseAll()
    {
        _first?.Add(-1);
        _first = null;
        if (_more is not { Count: > 0 }) return;
        foreach (var cell in _more) cell.Add(-1);
        _more.Clear();
    }
}
