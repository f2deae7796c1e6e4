namespace Vitrine.Telemetry.Vocabulary;

/// <summary>What is known of this process, read at scrape.</summary>
public static class RuntimeKinds
{
    /// <summary>Threads of the process.</summary>
    public static readonly Fact<long> ThreadCount = Fact.Integer("thread.count", "{thread}");

    /// <summary>Resident memory.</summary>
    public static readonly Fact<long> MemoryUsage = Fact.Integer("process.memory.usage", "By");

    /// <summary>Memory that the process may use: its container's limit, else the machine's.</summary>
    public static readonly Fact<long> MemoryLimit = Fact.Integer("vitrine.process.memory.limit", "By");

    /// <summary>CPU time used, user and system.</summary>
    public static readonly Fact<TimeSpan> CpuTime = Fact.Duration("process.cpu.time");

    /// <summary>Time since the process started.</summary>
    public static readonly Fact<TimeSpan> Uptime = Fact.Duration("process.uptime");

    /// <summary>Bytes allocated on the managed heap since start.</summary>
    public static readonly Fact<long> Allocated = Fact.Integer("dotnet.gc.heap.total_allocated", "By");

    /// <summary>Bytes of the managed heap in use.</summary>
    public static readonly Fact<long> HeapSize = Fact.Integer("dotnet.gc.heap.size", "By");

    /// <summary>Time the process stood still for the collector.</summary>
    public static readonly Fact<TimeSpan> GcPause = Fact.Duration("dotnet.gc.pause.time");

    /// <summary>The one row of this process.</summary>
    public static readonly Kind Runtime = Kind.State("runtime", ThreadCount, MemoryUsage, MemoryLimit, CpuTime, Uptime, Allocated, HeapSize, GcPause);
}
