using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Profiling.Live;

/// <summary>The live charts among the debug pages.</summary>
internal sealed class LivePages(ProfilingOptions options) : IDebugPages
{
    public IReadOnlyList<DebugLink> Links { get; } = [new(LiveEndpoints.Root + "/", "live charts of the runtime: heap, collections, threads, latencies, and the service's own")];

    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapLiveCharts(options);
}
