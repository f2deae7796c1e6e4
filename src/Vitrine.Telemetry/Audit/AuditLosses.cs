using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Vitrine.Telemetry.Audit.Outbox;

namespace Vitrine.Telemetry.Audit;

/// <summary>Entries that could not be kept, by reason: counted for the metrics page, told to the ledger by an entry of their own, <c>audit_lost</c>.</summary>
/// <param name="service">The service that lost them.</param>
/// <param name="clock">The clock.</param>
/// <param name="report">Is told what keeps entries from the disk: counts it, and logs it once an interval.</param>
internal sealed class AuditLosses(string service, TimeProvider clock, Action<Exception> report)
{
    /// <summary>The reason of what found no room in the queue before the disk, or was still in it when the service stopped.</summary>
    public const string NoRoom = "no_room";

    private readonly ConcurrentDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Entries that the queue dropped, which counts them itself.</summary>
    public Func<long>? Dropped { get; set; }

    /// <summary>Whether the ledger does not know of all of it yet.</summary>
    public bool HasUntold => All.Any(loss => loss.Count > TallyOf(loss.Reason).Told);

    /// <summary>Entries lost so far, by reason.</summary>
    public IEnumerable<(string Reason, long Count)> All
    {
        get
        {
            if (Dropped?.Invoke() is > 0 and var dropped) yield return (NoRoom, dropped);
            foreach (var (reason, tally) in _tallies)
            {
                if (Volatile.Read(ref tally.Count) is > 0 and var count) yield return (reason, count);
            }
        }
    }

    /// <summary>Counts a loss.</summary>
    public void Add(string reason, long count = 1) => Interlocked.Add(ref TallyOf(reason).Count, count);

    /// <summary>Reports what keeps entries in the queue, or what is wrong with those on disk.</summary>
    public void Blocked(Exception exception) => report(exception);

    /// <summary>Writes an entry for each reason of which the ledger does not know all.</summary>
    /// <returns>What is told when those entries are durable; one thread at a time.</returns>
    public IReadOnlyList<(string Reason, long Count)> WriteUntold(IBufferWriter<byte> frames)
    {
        if (!HasUntold) return [];
        List<(string Reason, long Count)> told = [.. All.Where(loss => loss.Count > TallyOf(loss.Reason).Told)];
        foreach (var (reason, count) in told) OutboxFrame.Write(frames, JsonSerializer.SerializeToUtf8Bytes(EventOf(reason, count - TallyOf(reason).Told), AuditJson.Readable.AuditEvent));
        return told;
    }

    /// <summary>Notes that those entries are durable.</summary>
    public void Told(IReadOnlyList<(string Reason, long Count)> told)
    {
        foreach (var (reason, count) in told) TallyOf(reason).Told = count;
    }

    private AuditEvent EventOf(string reason, long count)
    {
        var now = clock.GetUtcNow();
        return new AuditEvent
        {
            EventId = AuditEventId.New(now),
            OccurredAt = now,
            Service = service,
            Action = AuditAction.BreachDetected,
            Operation = "audit_lost",
            Actor = "system:audit",
            SubjectId = string.Create(CultureInfo.InvariantCulture, $"{count}"),
            Outcome = Outcome.Error.Name(),
            Reason = reason,
        };
    }

    private Tally TallyOf(string reason) => _tallies.GetOrAdd(reason, static _ => new Tally());

    private sealed class Tally
    {
        public long Count;
        public long Told;
    }
}
