using Vitrine.Profiling.Live.Sources;
using Vitrine.Telemetry;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>Threads, the pool, and what they wait for.</summary>
internal static class ThreadPlots
{
    private static readonly string[] s_scheduler = ["scheduler"];

    public static Plot Goroutines => new ScatterPlot(
        "goroutines",
        "Goroutines (thread pool)",
        new Subplot("pool threads", Measure.Level, static _ => ThreadPool.ThreadCount),
        new Subplot("runnable", Measure.Level, static _ => ThreadPool.PendingWorkItemCount),
        new Subplot("timers", Measure.Level, static _ => Timer.ActiveCount))
    {
        Tags = s_scheduler,
        Axis = "count",
        Sources = ["ThreadPool.ThreadCount", "ThreadPool.PendingWorkItemCount", "Timer.ActiveCount", "dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length", "dotnet.timer.count"],
        Info = "What stands for goroutines here: threads of the pool, work items that wait for one (runnable), and active timers. A queue that stays long while the threads grow slowly is a starved pool: something blocks its threads. Async methods that wait are objects on the heap, and the CLR does not count them.",
    };

    public static Plot Threads => new ScatterPlot("threads", "Threads", new Subplot("threads", Measure.Level, static _ => ProcessFigures.Threads()))
    {
        Tags = s_scheduler,
        Axis = "threads",
        Sources = ["/proc/self/status"],
        Info = "Threads of the process as the system sees them: the pool's, the collector's, the compiler's and those that libraries started.",
    };

    public static Plot WorkItems => new ScatterPlot("dotnet-work-items", "Thread-pool Work Items", new Subplot("completed/sec", Measure.Rate, static _ => ThreadPool.CompletedWorkItemCount))
    {
        Tags = s_scheduler,
        Type = ScatterPlot.Bars,
        Axis = "items / second",
        Sources = ["ThreadPool.CompletedWorkItemCount", "dotnet.thread_pool.work_item.count"],
        Info = "Work items that the thread pool ran, per second. Ten of them are the probes that measure the dispatch latency.",
    };

    public static Plot Contentions => new ScatterPlot("dotnet-contention", "Lock Contentions", new Subplot("contentions/sec", Measure.Rate, static _ => Monitor.LockContentionCount))
    {
        Tags = ["misc", "scheduler"],
        Type = ScatterPlot.Bars,
        Axis = "contentions / second",
        Sources = ["Monitor.LockContentionCount", "dotnet.monitor.lock_contentions"],
        Info = "How often a thread found a monitor or a Lock taken and had to wait, per second. For where, take a mutex profile.",
    };

    public static Plot LockWait(RuntimeTotals events) => new ScatterPlot("mutex-wait", "Mutex wait time", new Subplot("mutex wait", Measure.Rate, _ => events.LockWaitSeconds))
    {
        Tags = ["misc"],
        Type = ScatterPlot.Bars,
        ShowsGc = true,
        Axis = "seconds / second",
        Unit = "s",
        Sources = ["ContentionStop"],
        Info = "Time that threads waited for monitors and Locks, all together, per second. It is counted when the wait ends, so one long wait is one peak. Waits for semaphores, tasks and channels are not in it.",
    };

    public static Plot RunnableTime(Histogram waits) => new HeatmapPlot("runnable-time", "Runnable Time (thread-pool dispatch)", waits)
    {
        Tags = s_scheduler,
        Axis = "duration",
        Unit = HeatmapPlot.Durations,
        Counted = "probes",
        TickEvery = 10,
        Sources = ["ThreadPool.UnsafeQueueUserWorkItem"],
        Info = $"How long a work item waits for a thread of the pool. A probe is queued every {DispatchProbe.Interval.TotalMilliseconds:0} ms from a thread outside the pool. Below a millisecond is healthy; hundreds of milliseconds are a starved pool, and every request and every continuation waits as long.",
    };
}
