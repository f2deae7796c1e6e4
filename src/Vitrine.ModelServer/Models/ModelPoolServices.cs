using Vitrine.Profiling.Live;
using Vitrine.Telemetry.DebugServer;

namespace Vitrine.ModelServer.Models;

/// <summary>The pool and its parts as services.</summary>
internal static class ModelPoolServices
{
    /// <summary>Adds the pool, which opens and closes with the host.</summary>
    public static IServiceCollection AddModelPool(this IServiceCollection services) => services
        .AddSingleton<ModelCatalog>().AddSingleton<PoolTable>().AddSingleton<PoolRows>().AddSingleton<ModelListing>().AddSingleton<ModelUnloader>().AddSingleton<ModelLoader>().AddSingleton<ModelPool>().AddSingleton<PoolHost>()
        .AddSingleton<IDebugPages, LoadedModelsPage>().AddSingleton<EngineCharts>()
        .AddLiveChart(static host => host.GetRequiredService<EngineCharts>().Jobs).AddLiveChart(static host => host.GetRequiredService<EngineCharts>().Tokens).AddLiveChart(static host => host.GetRequiredService<EngineCharts>().Cache)
        .AddHostedService(static host => host.GetRequiredService<PoolHost>());
}
