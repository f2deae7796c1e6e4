namespace Vitrine.Profiling.Live.Plots;

/// <summary>Where processor time goes.</summary>
internal static class CpuPlots
{
    private const string PerSecond = "cpu-seconds / second";

    public static Plot Gc => new ScatterPlot("cpu-gc", "CPU (Garbage Collector)", new Subplot("pause", Measure.Rate, static _ => GC.GetTotalPauseDuration().TotalSeconds))
    {
        Tags = ["cpu", "gc"],
        ShowsGc = true,
        Axis = PerSecond,
        Unit = "s",
        Sources = ["GC.GetTotalPauseDuration", "dotnet.gc.pause.time"],
        Info = "Time in which collections held all threads, per second of clock time: 0.05 s means that the program stood for a twentieth of the time. What the background collector burns beside the running program is not in it: the CLR does not tell that apart.",
    };

    public static Plot Overall => new ScatterPlot(
        "cpu-overall",
        "CPU (Overall)",
        new Subplot("user", Measure.Rate, static now => now.Cpu.UserTime.TotalSeconds),
        new Subplot("system", Measure.Rate, static now => now.Cpu.PrivilegedTime.TotalSeconds))
    {
        Tags = ["cpu"],
        ShowsGc = true,
        Type = ScatterPlot.Bars,
        IsStacked = true,
        Axis = PerSecond,
        Unit = "s",
        Sources = ["Environment.CpuUsage", "dotnet.process.cpu.time"],
        Info = $"Processor time of this process per second of clock time, in its own code and in the kernel's. 1 s is one core kept busy; this process may use {Environment.ProcessorCount}.",
    };
}
