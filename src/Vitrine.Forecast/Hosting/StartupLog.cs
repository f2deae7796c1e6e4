using Vitrine.Telemetry.Hosting;

namespace Vitrine.Forecast.Hosting;

/// <summary>Says at start what applies and what it risks, and at the end that it stops; in the original's words where it has some.</summary>
internal sealed partial class StartupLog(ForecastOptions options, VitrineOptions telemetry, ILogger<StartupLog> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        LogConfigured(string.Join(' ', telemetry.Settings.Select(setting => $"{setting.Key}={setting.Shown}")));
        foreach (var warning in options.Warnings) LogWarned(warning);
        if (options.AllowedCallers is { } allowed) LogAllowList(string.Join(", ", allowed));
        else LogAllowListDisabled();
        if (options.AllowedCallers is not null && options.TrustedProxies.Count == 0) LogHeaderBelieved();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStopped();
        return Task.CompletedTask;
    }

    [LoggerMessage(EventIds.Configured, LogLevel.Information, "Service configuration: {Settings}")]
    private partial void LogConfigured(string settings);

    [LoggerMessage(EventIds.Warned, LogLevel.Warning, "{Warning}")]
    private partial void LogWarned(string warning);

    [LoggerMessage(EventIds.AllowList, LogLevel.Information, "Container whitelist enabled: {Containers}")]
    private partial void LogAllowList(string containers);

    [LoggerMessage(EventIds.AllowListDisabled, LogLevel.Warning, "Container whitelist DISABLED - all containers allowed")]
    private partial void LogAllowListDisabled();

    [LoggerMessage(EventIds.HeaderBelieved, LogLevel.Warning, "X-Container-Name is believed from every peer: whoever reaches this port passes the whitelist by naming a container of it. Set KRONOS_TRUSTED_PROXIES, or keep the port to a network of your own")]
    private partial void LogHeaderBelieved();

    [LoggerMessage(EventIds.Stopping, LogLevel.Information, "graceful shutdown initiated")]
    private partial void LogStopping();

    [LoggerMessage(EventIds.Stopped, LogLevel.Information, "graceful shutdown complete")]
    private partial void LogStopped();
}
