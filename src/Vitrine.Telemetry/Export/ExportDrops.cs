using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Export;

/// <summary>What export lost, by part and reason; shown as rows of <see cref="TelemetryKinds.Dropped"/> and said once at the end.</summary>
public sealed class ExportDrops
{
    private static readonly string[] s_parts = ["span", "log_record", "metric"];
    private static readonly string[] s_reasons = ["queue_full", "export_failed", "shutdown"];
    private readonly long[] _counts = new long[s_parts.Length * s_reasons.Length];

    internal enum Part
    {
        Span,
        LogRecord,
        Metric,
    }

    internal enum Reason
    {
        QueueFull,
        ExportFailed,
        Shutdown,
    }

    /// <summary>Everything that was lost.</summary>
    public long Total
    {
        get
        {
            var total = 0L;
            for (var i = 0; i < _counts.Length; i++) total += Volatile.Read(ref _counts[i]);
            return total;
        }
    }

    internal void Count(Part part, Reason reason, long items)
    {
        if (items > 0) Interlocked.Add(ref _counts[Index(part, reason)], items);
    }

    internal long Of(Part part, Reason reason) => Volatile.Read(ref _counts[Index(part, reason)]);

    /// <summary>Writes a row per part and reason. Spans' rows are always there, so that an alert sees the zero before the first loss.</summary>
    internal void Read(ref StateRows rows)
    {
        for (var part = 0; part < s_parts.Length; part++)
        {
            for (var reason = 0; reason < s_reasons.Length; reason++)
            {
                var count = Of((Part)part, (Reason)reason);
                if (count == 0 && part != (int)Part.Span) continue;
                rows.Begin();
                rows.Set(TelemetryKinds.Part, s_parts[part]);
                rows.Set(TelemetryKinds.Reason, s_reasons[reason]);
                rows.Set(TelemetryKinds.Count, count);
            }
        }
    }

    private static int Index(Part part, Reason reason) => ((int)part * s_reasons.Length) + (int)reason;
}
