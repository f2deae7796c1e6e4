using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>How long all threads were held.</summary>
internal static class PausePlots
{
    private const string Axis = "pause duration";

    private static readonly string[] s_tags = ["scheduler", "gc"];
    private static readonly string[] s_suspensions = ["GCSuspendEEBegin", "GCSuspendEEEnd", "GCRestartEEEnd"];

    public static Plot GcPauses(RunSources sources) => sources.Events is { } events
        ? Pauses("total-pauses-gc", "Stop-the-world Pause Latencies (Total)", events.GcPauses, s_suspensions,
            "How long collections held all threads, from the wish to stop them until they ran again. A background collection holds them twice, for short.")
        : Pauses("total-pauses-gc", "Stop-the-world Pause Latencies (Total)", sources.LastPauses, ["GCMemoryInfo.PauseDurations"],
            "How long collections held all threads. The last collection of each second is drawn: " + sources.Silence);

    public static Plot OtherPauses(RuntimeTotals events) =>
        Pauses("total-pauses-other", "Stop-the-world Pause Latencies (Other)", events.OtherPauses, s_suspensions, "How long all threads were held for anything but a collection: tiered compilation, profilers, debuggers.");

    public static Plot Stopping(string name, string title, Histogram durations) =>
        Pauses("stopping-pauses-" + name, $"Stop-the-world Stopping Latencies ({title})", durations, s_suspensions,
            "How long it took until all threads stood: the first part of a pause. A thread stops at its next safe point, so that one in a long loop without any keeps the others waiting.");

    private static HeatmapPlot Pauses(string name, string title, Histogram durations, string[] sources, string info) => new(name, title, durations)
    {
        Tags = s_tags,
        Axis = Axis,
        Unit = HeatmapPlot.Durations,
        Counted = "pauses",
        TickEvery = 10,
        Sources = sources,
        Info = info,
    };
}
