using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Health;
using Vitrine.Telemetry.Lines;
using Vitrine.Telemetry.Logs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>The first of the two lines: <c>builder.AddVitrine(o => o.ServiceName = "shop")</c>.</summary>
public static class VitrineServices
{
    private const string ServiceNameVariable = "OTEL_SERVICE_NAME";

    /// <summary>Adds telemetry, health checks and the debug listener to a web application or to a worker.</summary>
    public static TBuilder AddVitrine<TBuilder>(this TBuilder builder, Action<VitrineOptions>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        var options = new VitrineOptions
        {
            ServiceName = Environment.GetEnvironmentVariable(ServiceNameVariable) is { Length: > 0 } name ? name : builder.Environment.ApplicationName,
        };
        configure?.Invoke(options);
        if (builder is WebApplicationBuilder && !options.Kinds.Contains(HttpKinds.Http)) options.Kinds = [HttpKinds.Http, .. options.Kinds];
        builder.Services.AddVitrine(options);
        return builder;
    }

    /// <summary>The same for a bare service collection.</summary>
    public static IServiceCollection AddVitrine(this IServiceCollection services, VitrineOptions options)
    {
        if (services.Any(service => service.ServiceType == typeof(VitrineOptions))) throw new InvalidOperationException("AddVitrine was called twice for one service.");
        services.AddSingleton(options);
        services.AddSingleton(static provider => new VitrineTelemetry(provider.GetRequiredService<VitrineOptions>().ToTelemetryOptions(provider.GetRequiredService<ServiceLog>(), provider.GetService<AuditEntries>())));
        services.AddSingleton<ITelemetry>(static provider => provider.GetRequiredService<VitrineTelemetry>());
        // ASP.NET Core begins the server span from the last source registered: it comes from the service's own, not from "Microsoft.AspNetCore".
        services.AddSingleton<ActivitySource>(static provider => provider.GetRequiredService<VitrineTelemetry>().ActivitySource);
        services.AddLog(options);
        services.AddSingleton<ExcludedPaths>();
        services.AddRouting();
        // Routing asks for one, and only a web host brings it: a worker's debug listener routes too.
        services.TryAddSingleton<DiagnosticListener>(static _ => new DiagnosticListener("Microsoft.AspNetCore"));
        services.AddHealthChecks().AddCheck<ShutdownCheck>(ShutdownCheck.Name, HealthStatus.Unhealthy, [HealthEndpointOptions.ReadyTag]);
        // Started in this order, stopped in the reverse one: the debug listener is the first to answer and the last to fall silent.
        services.AddSingleton<DebugListener>();
        services.AddMetrics();
        services.AddHostedService<SignalExport>();
        if (options.Audit is { } audit) services.AddAudit(audit, options);
        services.AddHostedService(static provider => provider.GetRequiredService<DebugListener>());
        services.AddHostedService<SelfReport>();
        services.AddHostedService<KestrelRefusals>();
        services.AddSingleton<ShutdownDrain>();
        services.AddHostedService(static provider => provider.GetRequiredService<ShutdownDrain>());
        return services;
    }

    private static void AddAudit(this IServiceCollection services, AuditOptions audit, VitrineOptions options)
    {
        var service = audit.Service ?? options.ServiceName;
        services.AddSingleton(provider => new AuditDelivery(audit, service, options.Clock, provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton(provider => AuditEntries.Of(service, provider.GetRequiredService<AuditDelivery>()));
        services.AddHostedService<AuditHost>();
    }

    private static void AddLog(this IServiceCollection services, VitrineOptions options)
    {
        services.TryAddSingleton<RecentLines>(static _ => new RecentLines());
        services.AddSingleton<LogOutputs>();
        services.AddSingleton(static provider => provider.GetRequiredService<LogOutputs>().MakeLog());
        services.AddLogging(logging =>
        {
            if (options.Log is not null)
            {
                // The log's own filter decides (--log-level, RUST_LOG); it knows the pack's target names, and this one does not.
                logging.ClearProviders();
                logging.SetMinimumLevel(LogLevel.Trace).AddFilter<ServiceLoggerProvider>(category: null, LogLevel.Trace);
            }

            // What the framework says of every request, the pack's lines say better.
            logging.AddFilter<ServiceLoggerProvider>("Microsoft", LogLevel.Warning);
            // A probe leaves no line: what it was answered says it all, every few seconds.
            logging.AddFilter<ServiceLoggerProvider>("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
            logging.Services.AddSingleton<ILoggerProvider>(static provider => new ServiceLoggerProvider(provider.GetRequiredService<ServiceLog>(), provider.GetRequiredService<VitrineOptions>().Clock));
        });
    }
}
