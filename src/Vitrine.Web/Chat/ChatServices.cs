using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Upstreams;
using Vitrine.Telemetry.Vocabulary;
using Vitrine.Web.Engine;
using Vitrine.Web.Health;
using Vitrine.Web.Summary;
using Vitrine.Web.Upstream;

namespace Vitrine.Web.Chat;

/// <summary>The services behind the chat, and what it tells the telemetry of itself.</summary>
internal static class ChatServices
{
    /// <summary>Adds them.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services, ChatOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(provider => UpstreamHttp.Create(provider.GetRequiredService<IMeterFactory>(), options.ConnectTimeout));
        var address = new UpstreamAddress(options.BaseUrl);
        var limits = new UpstreamLimits { FirstByteTimeout = options.FirstByteTimeout, IdleTimeout = options.IdleTimeout };
        services.AddSingleton(provider => new UpstreamClient(provider.GetRequiredService<HttpMessageInvoker>(), address, options.ApiKey, limits, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new OfferedModels(provider.GetRequiredService<UpstreamClient>(), options.Model, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<UpstreamProbe>();
        services.AddSingleton(new EngineRule(options.BaseUrl, isAsked: options.EngineDebug is not null));
        services.AddSingleton<EngineBoard>();
        services.AddHostedService<EnginePoller>();
        services.AddSingleton<ActiveClients>();
        services.AddSingleton<ChatSummary>();
        services.AddSingleton<ChatService>();
        services.AddHealthChecks().AddCheck<ModelEndpointCheck>(ModelEndpointCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
        return services;
    }

    /// <summary>Says which client-chosen values may become labels, shows the engine's rows, and lets the summary look.</summary>
    public static void DescribeChat(this IServiceProvider services)
    {
        var telemetry = services.GetRequiredService<ITelemetry>();
        telemetry.AddKnown(GenAiFacts.RequestModel, services.GetRequiredService<OfferedModels>().Known);
        telemetry.AddKnown(ChatFacts.ClientErrorType, new KnownValues("api_error", "network_error"));
        telemetry.AddState(ModelKinds.Loaded, services.GetRequiredService<EngineBoard>().Read);
        telemetry.AddProjection(services.GetRequiredService<ChatSummary>());
    }
}
