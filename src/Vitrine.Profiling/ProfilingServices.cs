using Microsoft.Extensions.DependencyInjection.Extensions;
using Vitrine.Profiling.Pprof;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Profiling;

/// <summary>Puts profiles on a service's debug listener.</summary>
public static class ProfilingServices
{
    /// <summary>Adds <c>/debug/pprof</c> to the debug pages of <c>AddVitrine</c>. Without those, <see cref="PprofEndpoints.MapPprof"/> serves it anywhere.</summary>
    public static IServiceCollection AddVitrineProfiling(this IServiceCollection services, ProfilingOptions? options = null)
    {
        services.TryAddSingleton(options ?? new ProfilingOptions());
        services.AddSingleton<IDebugPages, PprofPages>();
        return services;
    }
}
