using System.Text.Json;
using Vitrine.Ledger.Requests;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Ledger.Audit.Requests;

/// <summary>Reads the body of <c>POST /v1/audit/events</c>.</summary>
internal static class AuditBatchReader
{
    /// <summary>The events, or what is wrong with them.</summary>
    public static (IReadOnlyList<AuditEvent> Events, LedgerError? Error) Read(ReadOnlyMemory<byte> body)
    {
        IReadOnlyList<AuditEvent> events;
        try
        {
            events = JsonSerializer.Deserialize(body.Span, AuditJson.Default.AuditBatch)?.Events ?? throw new JsonException("""The body must be an object: {"events":[…]}.""");
        }
        catch (JsonException e)
        {
            return ([], LedgerError.InvalidJson(e.Path is { Length: > 1 } path ? $"{path[2..]}: is no part of an audit event. {e.Message.Split(". Path:")[0]}." : e.Message));
        }
        catch (InvalidOperationException)
        {
            return ([], LedgerError.InvalidJson("The body holds text that is no Unicode."));
        }

        if (events.Count > AuditBatch.MostEvents) return ([], LedgerError.TooLarge($"events: at most {AuditBatch.MostEvents} in one request."));
        for (var i = 0; i < events.Count; i++)
        {
            if (WhatIsWrong(events[i]) is { } wrong) return ([], LedgerError.Invalid($"events[{i}].{wrong}"));
        }

        return (events, null);
    }

    private static string? WhatIsWrong(AuditEvent told) => told switch
    {
        { EventId: var id } when id == Guid.Empty => "event_id: must not be zero.",
        { Service.Length: 0 } => "service: must not be empty.",
        { Operation.Length: 0 } => "operation: must not be empty.",
        _ => null,
    };
}
