using System.Globalization;
using System.Text.Json;
using Vitrine.Ledger.Entries;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Ledger.Audit.Records;

/// <summary>
/// Where a trail ends, and what the next entry of the log makes of it. Derived from the log alone: every node makes the same records. Immutable.
/// </summary>
/// <param name="Sequence">The last record's place; 0 when there is none.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="TimestampMs">When it was recorded, Unix milliseconds UTC.</param>
/// <param name="LogPosition">The entry of the log that it came from.</param>
public readonly record struct AuditChain(long Sequence, EntryHash Hash, long TimestampMs, long LogPosition)
{
    /// <summary>The tenant of the log that holds the trail.</summary>
    public const string Tenant = "audit";

    /// <summary>Its stream.</summary>
    public const string Stream = "events";

    /// <summary>The end of an empty trail.</summary>
    public static AuditChain Empty => default;

    /// <summary>The end of a trail whose last record is this.</summary>
    public static AuditChain After(AuditRecord record) => new(record.Sequence, record.Hash, record.TimestampMs, record.LogPosition);

    /// <summary>Whether an entry of the log belongs to the trail.</summary>
    public static bool Holds(LogEntry entry) => entry is { Kind: EntryKind.Data, Tenant: Tenant, Stream: Stream };

    /// <summary>The event that an entry of the trail holds, or null where somebody wrote something else there.</summary>
    public static AuditEvent? EventOf(LogEntry entry)
    {
        try
        {
            return JsonSerializer.Deserialize(entry.Data.Span, AuditJson.Default.AuditEvent);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The record that follows.</summary>
    /// <param name="told">The event of an entry behind <see cref="LogPosition"/>.</param>
    /// <param name="entry">The entry.</param>
    public AuditRecord Next(AuditEvent told, LogEntry entry)
    {
        var texts = new string?[AuditColumns.Count];
        texts[(int)AuditColumn.Sequence] = (Sequence + 1).ToString(CultureInfo.InvariantCulture);
        texts[(int)AuditColumn.LogPosition] = entry.Position.ToString(CultureInfo.InvariantCulture);
        texts[(int)AuditColumn.Timestamp] = AuditInstant.Write(entry.TimestampMs);
        texts[(int)AuditColumn.EventId] = told.EventId.ToString();
        texts[(int)AuditColumn.OccurredAt] = AuditInstant.Write(told.OccurredAt.ToUnixTimeMilliseconds());
        texts[(int)AuditColumn.Service] = told.Service;
        texts[(int)AuditColumn.Action] = told.Action.ToString();
        texts[(int)AuditColumn.Operation] = told.Operation;
        texts[(int)AuditColumn.Actor] = Known(told.Actor);
        texts[(int)AuditColumn.TenantId] = Known(told.TenantId);
        texts[(int)AuditColumn.SubjectId] = Known(told.SubjectId);
        texts[(int)AuditColumn.IpAddress] = Known(told.IpAddress);
        texts[(int)AuditColumn.CorrelationId] = Known(told.CorrelationId);
        texts[(int)AuditColumn.RequestId] = Known(told.RequestId);
        texts[(int)AuditColumn.Outcome] = Known(told.Outcome);
        texts[(int)AuditColumn.Reason] = Known(told.Reason);
        texts[(int)AuditColumn.ChangedFieldNames] = told.ChangedFieldNames is { } names ? NameList.Write(names) : null;
        return AuditRecord.Seal(texts, Hash);
    }

    // An empty cell of a CSV file means that nothing is known, so there is no other way to say that.
    private static string? Known(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
