using Vitrine.Profiling.Live.Sources;

namespace Vitrine.Profiling.Live.Plots;

/// <summary>What goes through the process's sockets.</summary>
internal static class SocketPlots
{
    private static readonly string[] s_misc = ["misc"];
    private static readonly string[] s_sources = ["System.Net.Sockets"];

    public static Plot Bytes(SocketFigures sockets) => new ScatterPlot(
        "dotnet-sockets",
        "Sockets",
        new Subplot("received/sec", Measure.Rate, _ => sockets.ReceivedBytes),
        new Subplot("sent/sec", Measure.Rate, _ => sockets.SentBytes))
    {
        Tags = s_misc,
        Axis = "bytes / second",
        Unit = "B",
        Sources = s_sources,
        Info = "Bytes that sockets of this process received and sent, per second, those of this page among them. Pipes and Unix sockets of native code are not in it.",
    };

    public static Plot Connections(SocketFigures sockets) => new ScatterPlot(
        "dotnet-connections",
        "Connections",
        new Subplot("accepted", Measure.Delta, _ => sockets.Accepted),
        new Subplot("opened", Measure.Delta, _ => sockets.Connected))
    {
        Tags = s_misc,
        Type = ScatterPlot.Bars,
        IsStacked = true,
        Axis = "connections",
        Sources = s_sources,
        Info = "Connections established since the second before: by others to this process, and by it to others. Many opened where few are expected is a client that does not keep its connections.",
    };
}
