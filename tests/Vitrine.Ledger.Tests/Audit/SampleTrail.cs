using System.Buffers;
using System.Text.Json;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Entries;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Ledger.Tests.Audit;

/// <summary>A trail made from log entries, as the table makes it, with every kind of text that an export must carry.</summary>
internal static class SampleTrail
{
    private static readonly string?[] s_texts = ["alice", null, "=1+1", "a,\"b\"\r\nc", "'quoted", "Grüße 🎈\u2028", "-", "tab\there\u0001\u007f"];

    /// <summary>2024-01-15T10:30:00.000Z.</summary>
    public static readonly long FirstMs = 1_705_314_600_000;

    public static AuditEvent Event(int number) => new()
    {
        EventId = new Guid(number, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 1]),
        OccurredAt = DateTimeOffset.FromUnixTimeMilliseconds(FirstMs + number * 1000L - 7),
        Service = number % 2 == 0 ? "gateway" : "model",
        Action = number % 3 == 0 ? AuditAction.AccessDenied : AuditAction.AccessGranted,
        Operation = "inference",
        Actor = s_texts[number % s_texts.Length],
        TenantId = number % 4 == 0 ? "clinic" : null,
        SubjectId = s_texts[(number + 3) % s_texts.Length],
        IpAddress = "127.0.0.1",
        CorrelationId = $"{number:x32}",
        RequestId = $"request-{number}",
        Outcome = "ok",
        Reason = s_texts[(number + 5) % s_texts.Length],
        ChangedFieldNames = (number % 5) switch { 0 => null, 1 => [], _ => ["rate_limit", $"na\"me {number}"] },
    };

    /// <summary>The log's entries of so many events, one a second, each second entry some other tenant's.</summary>
    public static IEnumerable<LogEntry> Entries(int events)
    {
        for (var i = 1; i <= events; i++)
        {
            yield return Entry(2 * i - 1, i, "clinic", "visits");
            yield return Entry(2 * i, i, AuditChain.Tenant, AuditChain.Stream);
        }
    }

    public static IReadOnlyList<AuditRecord> Records(int events)
    {
        var chain = AuditChain.Empty;
        var records = new List<AuditRecord>();
        foreach (var entry in Entries(events).Where(AuditChain.Holds))
        {
            records.Add(chain.Next(AuditChain.EventOf(entry)!, entry));
            chain = AuditChain.After(records[^1]);
        }

        return records;
    }

    public static byte[] Line(AuditRecord record)
    {
        var line = new ArrayBufferWriter<byte>();
        record.WriteTo(line);
        return line.WrittenSpan.ToArray();
    }

    public static byte[] Export(AuditFormat format, IEnumerable<AuditRecord> records)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var export = new AuditExport(format, bytes);
        export.Begin();
        foreach (var record in records) export.Add(Line(record));
        export.End();
        return bytes.WrittenSpan.ToArray();
    }

    public static async Task<AuditVerifier> VerifyAsync(byte[] export)
    {
        var verifier = new AuditVerifier();
        await verifier.VerifyAsync(new MemoryStream(export), cancellation: TestContext.Current.CancellationToken);
        return verifier;
    }

    public static LogEntry Entry(long position, int number, string tenant, string stream) => new()
    {
        Position = position,
        TimestampMs = FirstMs + number * 1000L,
        Kind = EntryKind.Data,
        Tenant = tenant,
        Stream = stream,
        Data = JsonSerializer.SerializeToUtf8Bytes(Event(number), AuditJson.Readable.AuditEvent),
    };
}
