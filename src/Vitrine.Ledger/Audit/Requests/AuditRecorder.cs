using System.Text.Json;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Kernel;
using Vitrine.Ledger.Requests;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Audit;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>Puts audit events into the log, each as a command of its own whose key is the event's id: sent twice, it is recorded once.</summary>
internal sealed class AuditRecorder(ILogEngine engine, LedgerOptions options)
{
    private const string Service = "ledger";

    private volatile bool _hasStream;

    /// <summary>Records events and returns once all are durable. When it fails, some may be: they are to be sent again.</summary>
    /// <returns>What is recorded, or why an event is not.</returns>
    public async Task<(AuditReceipt Receipt, LedgerError? Error)> RecordAsync(LedgerCall call, IReadOnlyList<AuditEvent> events)
    {
        var commands = events.Select(CommandOf).ToArray();
        var large = Array.FindIndex(commands, command => command.Entries[0].Data.Length > options.Limits.DataBytes);
        if (large >= 0) return (new AuditReceipt(0, 0), LedgerError.TooLarge($"events[{large}]: takes {commands[large].Entries[0].Data.Length} bytes; at most {options.Limits.DataBytes}."));
        await BeginStreamAsync(call.Stop);
        // Given all at once and in order, they share the disk's flushes.
        var results = await Task.WhenAll(commands.Select(command => engine.AppendAsync(command, call.Stop)));
        for (var i = 0; i < results.Length; i++)
        {
            // 400 and not 409: whoever sends it may set it aside, for it will never be taken.
            if (results[i].Refusal == RefusalReason.KeyReused) return (new AuditReceipt(0, 0), LedgerError.Invalid($"events[{i}].event_id: {events[i].EventId} is the id of another event already."));
            if (results[i].Refusal is { } reason) return (new AuditReceipt(0, 0), LedgerError.Refused(reason, commands[i]));
            if (!results[i].IsKnown) Tell(call.Scope, events[i], results[i].Last);
        }

        AppendResult[] written = [.. results.Where(result => !result.IsKnown)];
        if (call.Scope.Kind == LedgerKinds.Write && written.Length > 0) Commands.Tell(call.Scope.Set(LedgerFacts.OpNumber, written[^1].Last).Set(LedgerFacts.Entries, written.Length), AllOf(written));
        return (new AuditReceipt(written.Length, results.Length - written.Length), null);
    }

    /// <summary>Records that somebody read the trail itself. Who cannot be written down does not get to read.</summary>
    public async Task<LedgerError?> RecordReadingAsync(LedgerCall call, AuditAction action, string operation, string what)
    {
        var http = call.Http.TryOperation();
        var now = options.Clock.GetUtcNow();
        var (_, error) = await RecordAsync(call, [new AuditEvent
        {
            EventId = Guid.CreateVersion7(now),
            OccurredAt = now,
            Service = Service,
            Action = action,
            Operation = operation,
            Actor = http?.Get(HttpFacts.Caller),
            SubjectId = AuditChain.Tenant,
            IpAddress = call.Http.Connection.RemoteIpAddress?.ToString(),
            CorrelationId = http?.Span?.TraceId.ToHexString(),
            RequestId = http?.Get(HttpFacts.RequestId),
            Outcome = "ok",
            Reason = what,
        }]);
        return error;
    }

    private async Task BeginStreamAsync(CancellationToken stop)
    {
        if (_hasStream) return;
        await engine.AppendAsync(new LedgerCommand.CreateTenant(AuditChain.Tenant), stop);
        await engine.AppendAsync(new LedgerCommand.CreateStream(AuditChain.Tenant, AuditChain.Stream), stop);
        _hasStream = true;
    }

    private static LedgerCommand.Append CommandOf(AuditEvent told) =>
        new(AuditChain.Tenant, AuditChain.Stream, [new EntryDraft(JsonSerializer.SerializeToUtf8Bytes(told, AuditJson.Readable.AuditEvent))], told.EventId.ToString());

    // One prepare and one commit for them all: from the first one's turn to the last one's end.
    private static AppendResult AllOf(AppendResult[] written) => written[^1] with
    {
        Bytes = written.Sum(result => result.Bytes),
        BegunAt = written.Min(result => result.BegunAt),
        PreparedAt = written.Max(result => result.PreparedAt),
        CommittedAt = written.Max(result => result.CommittedAt),
    };

    private static void Tell(Operation scope, AuditEvent told, long position) => scope.Point(LedgerKinds.AuditRecorded)
        .Set(LedgerFacts.AuditEventId, told.EventId.ToString())
        .Set(LedgerFacts.AuditAction, told.Action.ToString())
        .Set(LedgerFacts.AuditActor, told.Actor)
        .Set(LedgerFacts.Tenant, told.TenantId)
        .Set(LedgerFacts.Position, position)
        .Emit();
}
