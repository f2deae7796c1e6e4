using Microsoft.Extensions.Logging;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// Runs the delivery of audit entries: from before the first request until after the last one, and shows how it stands. That a ledger is away is
/// no failure of telemetry: it is logged once an interval, and the rows tell the rest.
/// </summary>
internal sealed partial class AuditHost(VitrineTelemetry telemetry, AuditDelivery delivery, ILogger<AuditHost> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        delivery.Report = new TelemetryFailures(telemetry.Options.Clock) { Tell = (part, trouble) => LogTrouble(part, trouble.Message) }.Report;
        telemetry.AddState(AuditKinds.Outbox, ReadOutbox);
        telemetry.AddState(TelemetryKinds.Dropped, ReadLosses);
        delivery.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => delivery.DisposeAsync().AsTask();

    private void ReadOutbox(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(AuditFacts.Backlog, delivery.Backlog);
        rows.Set(AuditFacts.Sent, delivery.Sent);
        rows.Set(AuditFacts.Rejected, delivery.Rejected);
        if (delivery.LastSent is { } at) rows.Set(AuditFacts.LastSent, at.ToUnixTimeMilliseconds() / 1000d);
    }

    private void ReadLosses(ref StateRows rows)
    {
        foreach (var (reason, count) in delivery.Losses.All)
        {
            rows.Begin();
            rows.Set(TelemetryKinds.Part, "audit_entry");
            rows.Set(TelemetryKinds.Reason, reason);
            rows.Set(TelemetryKinds.Count, count);
        }
    }

    [LoggerMessage(EventIds.AuditTroubled, LogLevel.Warning, "{Part}: {Trouble} (Requests are not affected.)")]
    private partial void LogTrouble(string part, string trouble);
}
