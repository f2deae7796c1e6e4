using Microsoft.Extensions.Logging;
using Vitrine.Profiling.Live.Plots;

namespace Vitrine.Profiling.Live;

/// <summary>The live charts of a process: a run collects for all who look, and there is none while nobody does.</summary>
internal sealed partial class LiveCharts(IReadOnlyCollection<LiveChart> own, ILogger<LiveCharts> log)
{
    private readonly Lock _gate = new();
    private LiveRun? _run;

    /// <summary>Between two moments.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whose charts these are, for the page's title.</summary>
    public string Service { get; init; } = "";

    /// <summary>The service's own charts.</summary>
    public IReadOnlyCollection<LiveChart> Own => own;

    /// <summary>The run that is under way, or null.</summary>
    public LiveRun? Current
    {
        get
        {
            lock (_gate) return _run;
        }
    }

    /// <summary>Looks from now on, until disposed.</summary>
    public LiveWatcher Watch()
    {
        lock (_gate) return (_run ??= new LiveRun(this)).Join();
    }

    /// <summary>Lets one go; true when it was the last and <paramref name="run"/> is over.</summary>
    internal bool Leave(LiveRun run, Func<bool> wasLast)
    {
        lock (_gate)
        {
            if (!wasLast()) return false;
            if (_run == run) _run = null;
            return true;
        }
    }

    /// <summary>Says that a run broke; the next who comes begins another.</summary>
    internal void Fail(LiveRun run, Exception failure)
    {
        lock (_gate)
        {
            if (_run == run) _run = null;
        }

        LogFailed(failure);
    }

    /// <summary>A chart of the service's own, with what it throws turned into gaps.</summary>
    internal Plot PlotOf(LiveChart chart) => new ScatterPlot(
        chart.Name,
        chart.Title,
        [.. chart.Series.Select(series => new Subplot(series.Name, series.IsTotal ? Measure.Rate : Measure.Level, Guarded(chart, series)))])
    {
        Tags = ["service", "misc"],
        Info = chart.Info,
        Axis = chart.Unit,
        Unit = chart.Unit is { Length: > 1 } words && words is not "B/s" ? " " + words : chart.Unit,
    };

    private Func<LiveSample, double> Guarded(LiveChart chart, LiveSeries series)
    {
        var isTold = false;
        return _ =>
        {
            try
            {
                return series.Read();
            }
            catch (Exception failure)
            {
                if (!isTold) LogSeriesFailed(chart.Name, series.Name, failure);
                isTold = true;
                return double.NaN;
            }
        };
    }

    [LoggerMessage(EventIds.LiveRunFailed, LogLevel.Error, "The live charts stopped; reload the page to begin anew.")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(EventIds.LiveSeriesFailed, LogLevel.Warning, "The series {Series} of the live chart {Chart} throws; it shows gaps and this is not said again.")]
    private partial void LogSeriesFailed(string chart, string series, Exception failure);
}
