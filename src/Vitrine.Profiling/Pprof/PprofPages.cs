using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Profiling.Pprof;

/// <summary>Profiles among the debug pages.</summary>
internal sealed class PprofPages(ProfilingOptions options) : IDebugPages
{
    /// <inheritdoc/>
    public IReadOnlyList<DebugLink> Links { get; } = [new(PprofEndpoints.Root + "/", "profiles of the running process, for go tool pprof")];

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPprof(options);
}
