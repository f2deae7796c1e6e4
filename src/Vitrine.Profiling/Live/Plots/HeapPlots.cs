using Vitrine.Profiling.Live.Sources;
using Vitrine.Telemetry;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>The managed heap, who fills it, and the memory around it.</summary>
internal static class HeapPlots
{
    private const string AsOfLastGc = " Values are those of the last collection.";

    private static readonly string[] s_generations = ["gen 0", "gen 1", "gen 2", "large objects", "pinned objects"];

    public static Plot Summary => Bytes(
        "garbage collection",
        "GC Memory Summary",
        [
            .. LimitBytes() is { } limit ? (Subplot[])[new Subplot("memory limit", Measure.Level, _ => limit)] : [],
            AfterGc("in-use memory", static memory => memory.TotalCommittedBytes),
            AfterGc("heap live", static memory => memory.HeapSizeBytes - memory.FragmentedBytes),
        ],
        ["GC.GetGCMemoryInfo", "dotnet.gc.last_collection.memory.committed_size"],
        "What the collector has taken from the system, and what of it live objects filled after the last collection. The limit is shown where one is set, by a container or by GCHeapHardLimit. The CLR has no heap goal: it collects when generation 0's budget is spent.");

    public static Plot Cycles => new ScatterPlot(
        "gc-cycles",
        "Completed GC Cycles",
        new Subplot("gen 0", Measure.Delta, static _ => GC.CollectionCount(0) - GC.CollectionCount(1)),
        new Subplot("gen 1", Measure.Delta, static _ => GC.CollectionCount(1) - GC.CollectionCount(2)),
        new Subplot("gen 2", Measure.Delta, static _ => GC.CollectionCount(2)))
    {
        Tags = ["gc"],
        Type = ScatterPlot.Bars,
        IsStacked = true,
        Axis = "collections",
        Sources = ["GC.CollectionCount", "dotnet.gc.collections"],
        Info = "Collections that ended since the second before, by the oldest generation they collected. Generation 2 is a full collection. The CLR does not count forced ones apart.",
    };

    public static Plot Finalizers => new ScatterPlot("gc-finalizers", "GC Finalizers Queue", AfterGc("queue size", static memory => memory.FinalizationPendingCount))
    {
        Tags = ["gc"],
        Type = ScatterPlot.Bars,
        Axis = "objects",
        Sources = ["GCMemoryInfo.FinalizationPendingCount"],
        Info = "Objects whose finalizers were waiting to run." + AsOfLastGc + " A queue that only grows means a finalizer that blocks.",
    };

    public static Plot Scan => Bytes(
        "gc-scan",
        "GC Scan",
        [AfterGc("promoted", static memory => memory.PromotedBytes)],
        ["GCMemoryInfo.PromotedBytes"],
        "Bytes that survived the last collection and were promoted: the work of a collection grows with what lives, not with what dies. Globals and stacks are not told apart.");

    public static Plot AllocationRate
    {
        get
        {
            // Freed is allocated less what the heap grew by; between two ticks without a collection it is nothing.
            static double Freed(LiveSample now) => now.AllocatedBytes - now.HeapBytes;
            return new ScatterPlot(
                "alloc-free-rate",
                "Heap Allocation & Free Rates",
                new Subplot("allocs/sec", Measure.Rate, static now => now.AllocatedBytes),
                new Subplot("frees/sec", Measure.Rate, Freed))
            {
                Tags = ["gc"],
                Axis = "bytes / second",
                Unit = "B",
                Sources = ["GC.GetTotalAllocatedBytes", "GC.GetTotalMemory", "dotnet.gc.heap.total_allocated"],
                Info = "Bytes allocated and bytes freed per second. Go counts objects here; the CLR counts bytes. It frees in collections, so frees come in peaks.",
            };
        }
    }

    public static Plot Details => Bytes(
        "heap (details)",
        "Heap (details)",
        [
            AfterGc("committed", static memory => memory.TotalCommittedBytes),
            new Subplot("objects", Measure.Level, static now => now.HeapBytes),
            AfterGc("after last GC", static memory => memory.HeapSizeBytes),
            AfterGc("fragmented", static memory => memory.FragmentedBytes),
        ],
        ["GC.GetTotalMemory", "GC.GetGCMemoryInfo", "dotnet.gc.last_collection.heap.size", "dotnet.gc.last_collection.heap.fragmentation.size"],
        "What the collector has taken from the system, what objects fill now (dead ones included until they are collected), the size of the heap after the last collection and the free space between its objects. Thread stacks are not the collector's, and are not here.");

    public static Plot LiveBytes => new ScatterPlot("live-bytes", "Live Bytes in Heap", new Subplot("live bytes", Measure.Level, static now => now.HeapBytes))
    {
        Tags = ["gc"],
        ShowsGc = true,
        Type = ScatterPlot.Bars,
        Axis = "bytes",
        Unit = "B",
        Sources = ["GC.GetTotalMemory"],
        Info = "Bytes that objects fill now. It falls with each collection: what it falls to is what really lives.",
    };

    public static Plot MemoryClasses => Bytes(
        "memory-classes",
        "Memory classes",
        [
            AfterGc("managed heap", static memory => memory.TotalCommittedBytes),
            new Subplot("total resident", Measure.Level, static _ => ProcessFigures.ResidentBytes()),
        ],
        ["/proc/self/statm", "Environment.WorkingSet", "dotnet.process.memory.working_set"],
        "Memory of the whole process that is in the machine's memory, and what the collector committed of it. The rest is code, thread stacks and what native libraries took. Committed memory that was never touched is not resident.");

    public static Plot Generations => Bytes(
        "dotnet-generations",
        "Heap by Generation",
        [.. s_generations.Select((name, at) => AfterGc(name, memory => memory.GenerationInfo[at].SizeAfterBytes) with { StackGroup = "generations" })],
        ["GCMemoryInfo.GenerationInfo"],
        "The heap by generation: young objects, those that survived, old ones, objects from 85,000 bytes, and pinned ones." + AsOfLastGc);

    public static Plot AllocationByHeap(RuntimeTotals events) => new ScatterPlot(
        "dotnet-allocation-rate",
        "Allocation Rate by Heap",
        new Subplot("small objects", Measure.Rate, _ => events.AllocatedBytes(AllocationHeap.Small)) { StackGroup = "heaps" },
        new Subplot("large objects", Measure.Rate, _ => events.AllocatedBytes(AllocationHeap.Large)) { StackGroup = "heaps" },
        new Subplot("pinned objects", Measure.Rate, _ => events.AllocatedBytes(AllocationHeap.Pinned)) { StackGroup = "heaps" })
    {
        Tags = ["gc"],
        ShowsGc = true,
        Axis = "bytes / second",
        Unit = "B",
        Sources = ["AllocationSampled"],
        Info = "Where new objects go: generation 0, the large object heap, which only full collections clean, or the pinned object heap. Estimated from one object in about 100 KB.",
    };

    public static Plot SizeClasses(RuntimeTotals? events, string? silence) => new HeatmapPlot("size-classes", "Size Classes", events?.AllocatedObjects ?? Histogram.OfBytes())
    {
        Tags = ["gc"],
        Axis = "object size",
        Unit = HeatmapPlot.Bytes,
        Counted = "objects allocated",
        TickEvery = 8,
        Sources = ["AllocationSampled"],
        Info = silence is null
            ? "How many objects of which size are allocated, estimated from one object in about 100 KB: many small ones are surer than a few. The CLR has no size classes and does not say what dies, so this counts allocations, where Go subtracts what was freed."
            : "Nothing is drawn here: " + silence,
    };

    // Before the first collection nothing is known of it, which is not zero.
    private static Subplot AfterGc(string name, Func<GCMemoryInfo, double> read) => new(name, Measure.Level, now => now.Memory.Index == 0 ? double.NaN : read(now.Memory));

    private static ScatterPlot Bytes(string name, string title, Subplot[] subplots, string[] sources, string info) => new(name, title, subplots)
    {
        Tags = ["gc"],
        ShowsGc = true,
        Axis = "bytes",
        Unit = "B",
        Sources = sources,
        Info = info,
    };

    // Without a limit the collector names the machine's memory, which would only flatten the other lines.
    private static long? LimitBytes()
    {
        var isLimited = GC.GetConfigurationVariables().TryGetValue("GCHeapHardLimit", out var limit) && limit is long and > 0;
        return isLimited ? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes : null;
    }
}
