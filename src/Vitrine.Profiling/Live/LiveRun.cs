using System.Diagnostics;
using Vitrine.Profiling.Live.Plots;
using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live;

/// <summary>
/// One stretch of time in which somebody looks: a thread that takes a moment each second and gives it to all watchers. The thread is its own and
/// none of the pool's: a starved pool is what one wants to see.
/// </summary>
/// <remarks>
/// <list type="number">
/// <item>Open the sources that count only now, and tell the configuration.</item>
/// <item>Send a probe into the pool many times a second, and take a moment every <see cref="LiveCharts.Interval"/>.</item>
/// <item>When the last watcher has gone, close the sources and end.</item>
/// </list>
/// </remarks>
internal sealed class LiveRun
{
    private readonly LiveCharts _charts;
    private readonly TaskCompletionSource<byte[]> _config = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _over = new();
    private LiveWatcher[] _watchers = [];

    public LiveRun(LiveCharts charts)
    {
        _charts = charts;
        Ended = RunAsync();
    }

    /// <summary>The first message.</summary>
    public Task<byte[]> Config => _config.Task;

    /// <summary>Completes when everything that this run opened is closed.</summary>
    public Task Ended { get; }

    /// <summary>Under the lock of <see cref="LiveCharts"/>.</summary>
    public LiveWatcher Join()
    {
        var watcher = new LiveWatcher(this);
        _watchers = [.. _watchers, watcher];
        return watcher;
    }

    public void Leave(LiveWatcher watcher)
    {
        if (!_charts.Leave(this, () => (_watchers = [.. _watchers.Where(other => other != watcher)]).Length == 0)) return;
        _over.Set();
    }

    private async Task RunAsync()
    {
        RunSources? sources = null;
        try
        {
            // Step 1.
            sources = await RunSources.OpenAsync();
            var plots = RuntimePlots.All(sources).Concat(_charts.Own.Select(_charts.PlotOf)).ToArray();
            using var message = new LiveMessage();
            _config.SetResult(message.Config(_charts.Service, plots));
            // Step 2.
            await OnItsOwnThread(() => Tick(sources, plots, message));
        }
        catch (Exception failure)
        {
            _config.TrySetException(failure);
            _charts.Fail(this, failure);
            foreach (var watcher in Volatile.Read(ref _watchers)) watcher.End();
        }

        // Step 3.
        if (sources is not null) await sources.DisposeAsync();
    }

    private static Task OnItsOwnThread(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(Work) { IsBackground = true, Name = "vitrine live" }.Start();
        return done.Task;

        // An exception on a thread of ours would end the service.
        void Work()
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        }
    }

    private void Tick(RunSources sources, Plot[] plots, LiveMessage message)
    {
        var sample = new LiveSample(sources);
        var began = Stopwatch.GetTimestamp();
        for (var ticks = 0L; ; ticks++)
        {
            sample.Take();
            var moment = message.Metrics(plots, sample);
            foreach (var watcher in Volatile.Read(ref _watchers)) watcher.Offer(moment);
            var next = _charts.Interval * (ticks + 1);
            while (next - Stopwatch.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
            {
                // The last wait ends in a moment, which must not find a probe in the queue that it counts.
                if (left > DispatchProbe.Interval) sources.Dispatch.Send();
                if (_over.Wait(left < DispatchProbe.Interval ? left : DispatchProbe.Interval)) return;
            }
        }
    }
}
