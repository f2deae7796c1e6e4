using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Vitrine.Profiling.Continuous;
using Vitrine.Profiling.Labels;
using Vitrine.Profiling.Live;
using Vitrine.Profiling.Pprof;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.Profiling;

/// <summary>Puts profiles and live charts on a service's debug listener.</summary>
public static class ProfilingServices
{
    /// <summary>
    /// Adds <c>/debug/pprof</c> and <c>/debug/statsviz</c> to the debug pages of <c>AddVitrine</c>, and labels to the samples: which route and model were served;
    /// with <see cref="ProfilingOptions.Continuous"/> profiles by the clock at <c>/debug/profiles</c>. Without those, <see cref="PprofEndpoints.MapPprof"/> and <see cref="LiveEndpoints.MapLiveCharts(IEndpointRouteBuilder, ProfilingOptions)"/> serve them anywhere.
    /// </summary>
    public static IServiceCollection AddVitrineProfiling(this IServiceCollection services, ProfilingOptions? options = null)
    {
        options ??= new ProfilingOptions();
        services.TryAddSingleton(options);
        services.TryAddSingleton(ProfileCatalog.OfProcess);
        services.AddSingleton<IDebugPages, PprofPages>();
        services.AddSingleton(provider => new ContinuousProfiler(options.Continuous, options.Role, provider.GetRequiredService<ProfileCatalog>(), provider.GetService<TimeProvider>() ?? TimeProvider.System, provider.GetRequiredService<ILogger<ContinuousProfiler>>()));
        services.AddSingleton<IDebugPages, KeptProfilesPages>().AddSingleton<IDebugPages, LivePages>();
        if (options.Continuous.IsOn) services.AddHostedService(provider => provider.GetRequiredService<ContinuousProfiler>());
        services.AddSingleton<IStartupFilter, WorkTelling>();
        return services;
    }
}
