using Vitrine.Telemetry;

namespace Vitrine.Profiling.Live;

/// <summary>What every service with <c>AddVitrine</c> can say of itself: its requests.</summary>
internal static class OperationCharts
{
    public static IEnumerable<LiveChart> Of(VitrineTelemetry telemetry) =>
    [
        new("requests", "Requests in Flight", "")
        {
            Info = "Requests, and whatever else the service opened as an operation of its own, that have begun and not ended. /debug/operations names them.",
            Series = [new LiveSeries("in flight", () => telemetry.OpenRoots.Count)],
        },
        new("requests-ended", "Requests Ended", "/s")
        {
            Info = "Requests that ended per second, however they ended.",
            Series = [new LiveSeries("ended/sec", () => telemetry.Ring.Ended, IsTotal: true)],
        },
    ];
}
