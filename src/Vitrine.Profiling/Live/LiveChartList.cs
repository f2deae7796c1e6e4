using System.Collections;

namespace Vitrine.Profiling.Live;

/// <summary>The charts of a service. Filled before the start; every mistake is told at once, since a chart that is missing later tells nobody.</summary>
public sealed class LiveChartList : IReadOnlyCollection<LiveChart>
{
    private readonly List<LiveChart> _charts = [];

    /// <inheritdoc/>
    public int Count => _charts.Count;

    /// <summary>Adds a chart of one value as it is.</summary>
    /// <inheritdoc cref="Add(LiveChart)"/>
    public LiveChartList Add(string name, string title, string unit, Func<double> read) => Add(Single(name, title, unit, read, isTotal: false));

    /// <summary>Adds a chart of a total's growth per second: requests, tokens, bytes.</summary>
    /// <inheritdoc cref="Add(LiveChart)"/>
    public LiveChartList AddRate(string name, string title, string unit, Func<double> total) => Add(Single(name, title, unit, total, isTotal: true));

    /// <summary>Adds a chart.</summary>
    /// <exception cref="ArgumentException">Its name is empty, taken or the runtime's, it has no lines, or two of them have one name.</exception>
    public LiveChartList Add(LiveChart chart)
    {
        if (string.IsNullOrWhiteSpace(chart.Name) || string.IsNullOrWhiteSpace(chart.Title)) throw new ArgumentException("A live chart has a name and a title.", nameof(chart));
        if (ReservedNames.Contains(chart.Name)) throw new ArgumentException($"The name '{chart.Name}' belongs to a live chart of the runtime: choose another.", nameof(chart));
        if (_charts.Exists(other => other.Name == chart.Name)) throw new ArgumentException($"There are two live charts '{chart.Name}': names are unique.", nameof(chart));
        if (chart.Series.Count == 0) throw new ArgumentException($"The live chart '{chart.Name}' has no series.", nameof(chart));
        if (chart.Series.DistinctBy(series => series.Name).Count() < chart.Series.Count) throw new ArgumentException($"Two series of the live chart '{chart.Name}' have one name.", nameof(chart));
        _charts.Add(chart);
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<LiveChart> GetEnumerator() => _charts.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static LiveChart Single(string name, string title, string unit, Func<double> read, bool isTotal) => new(name, title, unit) { Series = [new LiveSeries(title, read, isTotal)] };
}
