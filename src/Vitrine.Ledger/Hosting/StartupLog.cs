using Vitrine.Telemetry.Hosting;

namespace Vitrine.Ledger.Hosting;

/// <summary>Says at start what applies, and what it was warned of.</summary>
internal sealed partial class StartupLog(LedgerOptions options, VitrineOptions telemetry, ILogger<StartupLog> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogConfigured(string.Join(' ', telemetry.Settings.Select(setting => $"{setting.Key}={setting.Shown}")));
        foreach (var warning in options.Warnings) LogWarned(warning);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(EventIds.Configured, LogLevel.Information, "Node configuration: {Settings}")]
    private partial void LogConfigured(string settings);

    [LoggerMessage(EventIds.Warned, LogLevel.Warning, "{Warning}")]
    private partial void LogWarned(string warning);
}
