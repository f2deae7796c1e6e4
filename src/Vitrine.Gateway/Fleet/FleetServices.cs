using System.Diagnostics.Metrics;
using Vitrine.Gateway.ConfigDump;
using Vitrine.Gateway.Forwarding;
using Vitrine.Telemetry;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Fleet;

/// <summary>Adds the fleet to a gateway: its sources, its dumps, its rows.</summary>
internal static class FleetServices
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Registers everything that keeps <see cref="FleetState"/> current. Wants a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddFleet(this IServiceCollection services, FleetOptions options)
    {
        services.AddSingleton(options).AddSingleton<FleetState>().AddSingleton<FleetAssembler>().AddSingleton<ConfigState>();
        services.AddSingleton<IHostResolver, SystemResolver>();
        services.AddSingleton<ObjectFolder>().AddHostedService(static provider => provider.GetRequiredService<ObjectFolder>());
        services.AddSingleton<DnsWatch>().AddHostedService(static provider => provider.GetRequiredService<DnsWatch>());
        services.AddSingleton(static provider => new UpstreamWatch(
            provider.GetRequiredService<FleetOptions>(),
            provider.GetRequiredService<FleetAssembler>(),
            UpstreamHttp.Create(provider.GetRequiredService<IMeterFactory>(), s_connectTimeout),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<UpstreamWatch>>()));
        services.AddHostedService(static provider => provider.GetRequiredService<UpstreamWatch>());
        return services.AddSingleton<IDebugPages, ConfigDumpPages>();
    }

    /// <summary>Says what the fleet knows: rows of its configuration, and the models that may become labels.</summary>
    public static void DescribeFleet(this ITelemetry telemetry, FleetState fleet, ConfigState config)
    {
        telemetry.AddState(GatewayConfigKinds.Config, config.ReadRow);
        telemetry.AddState(GatewayConfigKinds.Objects, config.ReadObjects);
        telemetry.AddKnown(GenAiFacts.RequestModel, fleet.Models);
    }
}
