using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>
/// The runtime's charts in statsviz's order, under its names, then those that only .NET has. What the CLR does not know is left out rather than drawn
/// as zero: <c>docs/live-charts.md</c> says what and why.
/// </summary>
internal static class RuntimePlots
{
    public static IEnumerable<Plot> All(RunSources sources)
    {
        var events = sources.Events;
        List<Plot?> plots =
        [
            CpuPlots.Gc,
            CpuPlots.Overall,
            HeapPlots.Summary,
            HeapPlots.Cycles,
            HeapPlots.Finalizers,
            HeapPlots.Scan,
            ThreadPlots.Goroutines,
            HeapPlots.AllocationRate,
            HeapPlots.Details,
            HeapPlots.LiveBytes,
            HeapPlots.MemoryClasses,
            events is null ? null : ThreadPlots.LockWait(events),
            ThreadPlots.RunnableTime(sources.DispatchWaits),
            HeapPlots.SizeClasses(events, sources.Silence),
            events is null ? null : PausePlots.Stopping("gc", "GC", events.GcStopping),
            events is null ? null : PausePlots.Stopping("other", "Other", events.OtherStopping),
            ThreadPlots.Threads,
            PausePlots.GcPauses(sources),
            events is null ? null : PausePlots.OtherPauses(events),
            HeapPlots.Generations,
            events is null ? null : HeapPlots.AllocationByHeap(events),
            ThreadPlots.WorkItems,
            ThreadPlots.Contentions,
            CodePlots.Methods,
            CodePlots.CompileTime,
            CodePlots.Exceptions(sources.Exceptions),
            SocketPlots.Bytes(sources.Sockets),
            SocketPlots.Connections(sources.Sockets),
        ];
        return plots.OfType<Plot>();
    }
}
