using System.Diagnostics.Metrics;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Forwarding;
using Vitrine.Gateway.Guarding;
using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Polling;
using Vitrine.Gateway.Pricing;
using Vitrine.Gateway.Queueing;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Responding;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Pipeline;

/// <summary>Puts the stages in their order: what a request meets, read from top to bottom.</summary>
internal static class PipelineServices
{
    /// <summary>Registers the pipeline and all that its stages stand on. Wants the fleet and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddStages(this IServiceCollection services, GatewayOptions options)
    {
        services.AddPolling(options).AddGuards(options);
        services.AddSingleton(provider =>
        {
            var (clock, fleet) = (provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<FleetState>());
            var prefixes = new PrefixIndex(options.Scheduler.PrefixBlocks, options.Scheduler.PrefixBlocksPerPod);
            var scheduler = new Scheduler(options.Scheduler, prefixes, Random.Shared);
            Rehearsal.Run(scheduler);
            return new GatewayPipeline(
                fleet,
                options.TrustedUserHeader,
                [
                    new ParseStage(MaxBodyBytesOf(options)),
                    provider.GetRequiredService<GuardStage>(),
                    new RouteStage(Random.Shared),
                    .. options.Fairness.IsEnabled ? (IStage[])[provider.GetRequiredService<QueueStage>()] : [],
                    new ScheduleStage(scheduler, options.Scheduler, prefixes, clock),
                    provider.GetRequiredService<ForwardStage>(),
                ],
                options.PriceFile is { } prices ? [new PriceSettlement(PriceTable.Parse(prices, File.ReadAllText(prices)))] : []);
        });
        return services.AddForwarding(options);
    }

    /// <summary>One limit for all addresses: the smallest that one of them names.</summary>
    private static int MaxBodyBytesOf(GatewayOptions options) => (int)Math.Min(Array.MaxLength, options.Api.Min(listener => listener.Limits.MaxBodyBytes));

    private static IServiceCollection AddPolling(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton(new PollingOptions { Interval = options.ScrapeInterval }).AddSingleton<Ejection>();
        services.AddSingleton(static provider => new PodPoller(
            provider.GetRequiredService<FleetState>(),
            UpstreamHttp.Create(provider.GetRequiredService<IMeterFactory>(), provider.GetRequiredService<GatewayOptions>().ConnectTimeout),
            provider.GetRequiredService<PollingOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PodPoller>>()));
        return services.AddHostedService(static provider => provider.GetRequiredService<PodPoller>());
    }

    private static IServiceCollection AddGuards(this IServiceCollection services, GatewayOptions options)
    {
        services.AddSingleton<LocalTokenStore>();
        services.AddSingleton(provider => new TokenStores(
            provider.GetRequiredService<FleetAssembler>(),
            provider.GetRequiredService<LocalTokenStore>(),
            address => new RedisTokenStore(
                address, options.RedisPassword, options.RedisTimeout,
                provider.GetRequiredService<LocalTokenStore>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<RedisTokenStore>>())));
        services.AddHostedService(static provider => provider.GetRequiredService<TokenStores>());
        services.AddSingleton(provider => new GuardStage(options.MaxConcurrentRequests is { } most ? new ConcurrencyLimit(most) : null, provider.GetRequiredService<TokenStores>()));
        services.AddSingleton(provider => new QueueStage(options.Fairness, provider.GetRequiredService<TimeProvider>()));
        if (options.Auth is not { } auth) return services;
        return services.AddSingleton(provider => new KeyRing(
            auth,
            UpstreamHttp.Create(provider.GetRequiredService<IMeterFactory>(), options.ConnectTimeout),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyRing>>()));
    }

    private static IServiceCollection AddForwarding(this IServiceCollection services, GatewayOptions options) => services
        .AddSingleton(provider => new PodCaller(
            UpstreamHttp.Create(provider.GetRequiredService<IMeterFactory>(), options.ConnectTimeout),
            new Delivery(new PumpLimits(options.IdleTimeout, options.ClientTimeout), provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<Ejection>(),
            options.FirstByteTimeout,
            provider.GetRequiredService<TimeProvider>()))
        .AddSingleton<IConnector, HttpConnector>()
        .AddSingleton(provider => new ForwardStage(
            provider.GetRequiredService<PodCaller>(),
            provider.GetRequiredService<IConnector>(),
            new RetryBudget(options.RetryShare, options.RetryReserve),
            provider.GetRequiredService<TimeProvider>()));
}
