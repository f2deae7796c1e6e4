using System.Diagnostics;
using Vitrine.Telemetry.Metrics;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry;

/// <summary>The rows that every service has: its process and its telemetry.</summary>
internal static class SelfReaders
{
    public static void Register(VitrineTelemetry telemetry, StateReads states, TelemetryFailures failures)
    {
        states.Add(RuntimeKinds.Runtime, ReadRuntime);
        states.Add(TelemetryKinds.Failures, (ref StateRows rows) =>
        {
            // A scrape of a service in which nothing fails allocates nothing.
            if (failures.IsEmpty) return;
            foreach (var (part, count) in failures.All)
            {
                rows.Begin();
                rows.Set(TelemetryKinds.Part, part);
                rows.Set(TelemetryKinds.Count, count);
            }
        });
        states.Add(TelemetryKinds.SeriesFolded, (ref StateRows rows) =>
        {
            for (var i = 0; i < telemetry.Packs.Count; i++) WriteFolded(ref rows, telemetry.Packs[i].Metrics.Families);
        });
        states.Add(TelemetryKinds.Projections, (ref StateRows rows) =>
        {
            foreach (var projection in telemetry.Projections)
            {
                rows.Begin();
                rows.Set(TelemetryKinds.Part, projection.Name);
                rows.Set(TelemetryKinds.Count, projection.TimedCalls);
                rows.Set(TelemetryKinds.TimedSpan, projection.TimedSpan);
            }
        });
        states.Add(TelemetryKinds.Dropped, (ref StateRows rows) =>
        {
            rows.Begin();
            rows.Set(TelemetryKinds.Part, "fact");
            rows.Set(TelemetryKinds.Reason, "late");
            rows.Set(TelemetryKinds.Count, telemetry.LateFacts);
        });
    }

    private static void WriteFolded(ref StateRows rows, IReadOnlyList<Family> families)
    {
        for (var i = 0; i < families.Count; i++)
        {
            if (families[i].ExplodedLabel is not { } label) continue;
            rows.Begin();
            rows.Set(TelemetryKinds.Part, families[i].Name);
            rows.Set(TelemetryKinds.Label, label);
            rows.Set(TelemetryKinds.Count, families[i].Folds);
        }
    }

    private static void ReadRuntime(ref StateRows rows)
    {
        rows.Begin();
        rows.Set(RuntimeKinds.ThreadCount, ProcessFigures.Threads());
        rows.Set(RuntimeKinds.MemoryUsage, ProcessFigures.ResidentBytes());
        rows.Set(RuntimeKinds.MemoryLimit, ProcessFigures.MemoryLimitBytes);
        rows.Set(RuntimeKinds.CpuTime, Environment.CpuUsage.TotalTime);
        rows.Set(RuntimeKinds.Uptime, TimeSpan.FromMilliseconds(Environment.TickCount64) - ProcessFigures.StartedAtTick);
        rows.Set(RuntimeKinds.Allocated, GC.GetTotalAllocatedBytes());
        rows.Set(RuntimeKinds.HeapSize, GC.GetTotalMemory(forceFullCollection: false));
        rows.Set(RuntimeKinds.GcPause, GC.GetTotalPauseDuration());
    }
}
