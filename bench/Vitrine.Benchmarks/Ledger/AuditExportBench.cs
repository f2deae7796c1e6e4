using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Vitrine.Benchmarks.Harness;
using Vitrine.Ledger.Audit;
using Vitrine.Ledger.Audit.Export;
using Vitrine.Ledger.Audit.Records;
using Vitrine.Ledger.Audit.Table;
using Vitrine.Ledger.Entries;
using Vitrine.Telemetry.Audit;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>
/// A trail of a million records: how long it takes to derive it from the log's entries, to look for one record by its actor, to export it in each format and to verify
/// each export; and that neither table nor verifier needs more memory for a million than for ten thousand. Each verification is a process of its own, for its peak.
/// </summary>
internal static class AuditExportBench
{
    private const int Few = 10_000;
    private const int SendBytes = 64 * 1024;

    // 2024-01-15T10:30:00Z.
    private static readonly DateTimeOffset s_first = DateTimeOffset.FromUnixTimeSeconds(1_705_314_600);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["verify", var file]) return await VerifyAsync(file);
        var many = args is [var count] ? int.Parse(count, CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("vitrine-export-bench-");
        try
        {
            foreach (var records in (int[])[Few, many]) await MeasureAsync(Directory.CreateDirectory(Path.Combine(folder.FullName, $"{records}")).FullName, records);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task MeasureAsync(string folder, int records)
    {
        Console.WriteLine($"{records:N0} records");
        using var table = new AuditTable();
        table.Open(folder, _ => true);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var seconds = Time(() =>
        {
            for (var number = 1; number <= records; number++) table.Apply(EntryOf(number));
            table.Save(default);
        });
        var view = table.View();
        Console.WriteLine($"  derived from the log   {seconds,7:0.00} s  {records / seconds,9:N0}/s  {view.SizeBytes / 1e6:0} MB on disk, {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0:0} KB in memory");
        var filter = new AuditFilter().With(AuditColumn.Actor, "nobody");
        seconds = Time(() => view.Newest(view.Slice(AuditRange.All), filter).Count());
        Console.WriteLine($"  looked through         {seconds,7:0.00} s  {view.SizeBytes / seconds / 1e6,7:0} MB/s");
        foreach (var format in Enum.GetValues<AuditFormat>())
        {
            var file = Path.Combine(folder, $"export.{format}");
            seconds = Time(() => Write(view, format, file));
            Console.WriteLine($"  exported as {format,-10} {seconds,7:0.00} s  {new FileInfo(file).Length / seconds / 1e6,7:0} MB/s");
            await Console.Out.FlushAsync();
            using var verification = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, BenchProgram.Self(["ledger", "export", "verify", file])))!;
            await verification.WaitForExitAsync();
        }
    }

    private static async Task<int> VerifyAsync(string file)
    {
        var verifier = new AuditVerifier();
        await using var export = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var from = Stopwatch.GetTimestamp();
        var isWhole = await verifier.VerifyAsync(export);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"  verified {Path.GetExtension(file)[1..],-13} {seconds,7:0.00} s  {verifier.Count / seconds,9:N0}/s  {process.PeakWorkingSet64 / 1e6:0} MB at its peak, {(isWhole ? "whole" : verifier.Fault)}");
        return isWhole ? 0 : 1;
    }

    private static void Write(AuditView view, AuditFormat format, string path)
    {
        using var file = File.Create(path);
        var output = new ArrayBufferWriter<byte>();
        var export = new AuditExport(format, output);
        export.Begin();
        foreach (var line in view.Lines(view.Slice(AuditRange.All)))
        {
            export.Add(line.Span);
            if (output.WrittenCount < SendBytes) continue;
            file.Write(output.WrittenSpan);
            output.ResetWrittenCount();
        }

        export.End();
        file.Write(output.WrittenSpan);
    }

    private static double Time(Action work)
    {
        var from = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static LogEntry EntryOf(int number)
    {
        var at = s_first.AddMilliseconds(number);
        return new LogEntry
        {
            Position = number,
            TimestampMs = at.ToUnixTimeMilliseconds(),
            Kind = EntryKind.Data,
            Tenant = AuditChain.Tenant,
            Stream = AuditChain.Stream,
            Data = JsonSerializer.SerializeToUtf8Bytes(new AuditEvent
            {
                EventId = Guid.CreateVersion7(at),
                OccurredAt = at,
                Service = "gateway",
                Action = number % 50 == 0 ? AuditAction.AccessDenied : AuditAction.AccessGranted,
                Operation = "inference",
                Actor = $"team-{number % 40}",
                SubjectId = "llama-3-8b-instruct",
                IpAddress = "10.0.0.7",
                CorrelationId = $"{(ulong)number * 0x9E3779B97F4A7C15:x16}{number:x16}",
                RequestId = $"req-{number}",
                Outcome = number % 50 == 0 ? "rejected" : "ok",
                Reason = number % 50 == 0 ? "token_limit" : null,
            }, AuditJson.Readable.AuditEvent),
        };
    }
}
