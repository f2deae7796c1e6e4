using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>Lets telemetry speak of itself: its failures reach the log once per interval, and what it dropped is a row to scrape.</summary>
internal sealed partial class SelfReport(VitrineTelemetry telemetry, LogOutputs logs, ShutdownDrain drain, ILogger<SelfReport> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        telemetry.Failures.Tell = LogFailure;
        telemetry.AddState(TelemetryKinds.Dropped, (ref StateRows rows) =>
        {
            AddRow(ref rows, "log_line", "no_room", logs.Dropped);
            AddRow(ref rows, "request", "shutdown", drain.Dropped);
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static void AddRow(ref StateRows rows, string part, string reason, long count)
    {
        rows.Begin();
        rows.Set(TelemetryKinds.Part, part);
        rows.Set(TelemetryKinds.Reason, reason);
        rows.Set(TelemetryKinds.Count, count);
    }

    [LoggerMessage(EventIds.TelemetryFailed, LogLevel.Warning, "A part of telemetry failed: {Part}. The service is not affected.")]
    private partial void LogFailure(string part, Exception exception);
}
