using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Benchmarks.Harness;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>
/// The file engine beside a bare loop that writes and flushes groups of the same sizes to the same disk, in turn; and a start that reads the whole log beside
/// reading its files and nothing else. Everything the engine does in the service is on: the pack's metrics move with each entry.
/// </summary>
internal static class LedgerFileBench
{
    private const int Appenders = 64;
    private const int DataBytes = 256;
    private const int Rounds = 15;
    private const int WarmUp = 4;
    private const string Usage = "usage: … -- ledger file [--folder DIR] [--entries 10000] [--log-mib 256] [--only append|start]";

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal) { ["--folder"] = Path.GetTempPath(), ["--entries"] = "10000", ["--log-mib"] = "256", ["--only"] = "" };
        if (args.Length % 2 != 0 || args.Where((_, i) => i % 2 == 0).Any(option => !options.ContainsKey(option)))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        for (var i = 0; i < args.Length; i += 2) options[args[i]] = args[i + 1];
        var folder = Path.Combine(options["--folder"], $"vitrine-ledger-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(folder);
        try
        {
            var entries = int.Parse(options["--entries"], CultureInfo.InvariantCulture);
            if (options["--only"] != "start")
            {
                await AppendAsync(folder, Appenders, entries);
                await AppendAsync(folder, 1, entries / 20);
            }

            if (options["--only"] != "append") Recover(folder, int.Parse(options["--log-mib"], CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static async Task AppendAsync(string folder, int appenders, int entries)
    {
        var rounds = new List<(double Engine, double Bare, double EntriesAFlush, double FlushesAnEntry, double CpuMicros, double DiskShare)>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            var log = Path.Combine(folder, $"log-{appenders}-{round}");
            var disk = new CountingDisk(new FolderDisk(log));
            using var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = [.. LedgerKinds.All], Packs = [new PackStore().Load("kimberlite")] });
            await using var engine = new FileLogEngine(disk, new FileEngineOptions(), new EngineTelemetry(telemetry), TimeProvider.System, NullLogger.Instance);
            await engine.StartAsync(CancellationToken.None);
            await engine.AppendAsync(new LedgerCommand.CreateTenant("bench"), CancellationToken.None);
            await engine.AppendAsync(new LedgerCommand.CreateStream("bench", "entries"), CancellationToken.None);
            var (groups, flushes, busy) = (disk.Groups.Count, disk.Flushes, disk.Busy);
            var (from, cpu) = (Stopwatch.GetTimestamp(), CpuClock.OfProcess());
            await Task.WhenAll(Enumerable.Range(0, appenders).Select(_ => Task.Run(async () =>
            {
                var command = new LedgerCommand.Append("bench", "entries", [new EntryDraft(RandomNumberGenerator.GetBytes(DataBytes))]);
                for (var i = 0; i < entries / appenders; i++) await engine.AppendAsync(command, CancellationToken.None);
            })));
            var engineSeconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
            var written = entries / appenders * appenders;
            cpu = CpuClock.OfProcess() - cpu;
            var sizes = disk.Groups[groups..];
            var made = (written / engineSeconds, written / BareSeconds(Path.Combine(log, "bare"), sizes), (double)written / sizes.Count, (double)(disk.Flushes - flushes) / written, cpu / 1e3 / written, (disk.Busy - busy).TotalSeconds / engineSeconds);
            if (round >= 0) rounds.Add(made);
        }

        Console.WriteLine($"\n{appenders} concurrent appenders of {DataBytes} bytes, {Rounds} rounds of {entries / appenders * appenders} entries");
        Print("engine, entries a second", [.. rounds.Select(each => each.Engine)], "0");
        Print("bare loop, the same groups, entries a second", [.. rounds.Select(each => each.Bare)], "0");
        Print("ratio", [.. rounds.Select(each => each.Engine / each.Bare)], "0.00");
        Print("share of the engine's time in write and fsync", [.. rounds.Select(each => each.DiskShare)], "0.00");
        Print("entries a group", [.. rounds.Select(each => each.EntriesAFlush)], "0.0");
        Print("flushes an entry", [.. rounds.Select(each => each.FlushesAnEntry)], "0.000");
        Print("µs of CPU an entry, appenders included", [.. rounds.Select(each => each.CpuMicros)], "0.0");
    }

    private static double BareSeconds(string path, List<int> sizes)
    {
        var bytes = RandomNumberGenerator.GetBytes(sizes.Max());
        File.Delete(path);
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite);
        var (from, at) = (Stopwatch.GetTimestamp(), 0L);
        foreach (var size in sizes)
        {
            RandomAccess.Write(file, bytes.AsSpan(0, size), at);
            RandomAccess.FlushToDisk(file);
            at += size;
        }

        return Stopwatch.GetElapsedTime(from).TotalSeconds;
    }

    private static void Recover(string folder, int mebibytes)
    {
        var log = Path.Combine(folder, "recovery");
        var entries = Write(log, mebibytes * 1024L * 1024);
        var rounds = new List<(double Read, double Hash, double Full, double Alone, double Checkpointed, double ReadCpu, double FullCpu, double AloneCpu)>();
        for (var round = -1; round < Rounds / 2; round++)
        {
            File.Move(Path.Combine(log, "checkpoint"), Path.Combine(folder, "checkpoint"));
            var (read, readCpu, bytes) = Seconds(() => ReadAll(log));
            var (hash, _, _) = Seconds(() => HashAll(bytes, entries));
            var (full, fullCpu, _) = Seconds(() => Start(log, Environment.ProcessorCount));
            var (alone, aloneCpu, _) = Seconds(() => Start(log, workers: 1));
            File.Move(Path.Combine(folder, "checkpoint"), Path.Combine(log, "checkpoint"));
            var (checkpointed, _, _) = Seconds(() => Start(log, Environment.ProcessorCount));
            if (round >= 0) rounds.Add((bytes / read / 1e9, bytes / hash / 1e9, bytes / full / 1e9, bytes / alone / 1e9, bytes / checkpointed / 1e9, readCpu / entries * 1e9, fullCpu / entries * 1e9, aloneCpu / entries * 1e9));
        }

        Console.WriteLine($"\nStart of a log of {mebibytes} MiB in the disk cache, {entries} entries of {DataBytes} bytes, {Rounds / 2} rounds");
        Print("reading the files, GB/s", [.. rounds.Select(each => each.Read)], "0.00");
        Print("SHA-256 of as many entries of that size, GB/s", [.. rounds.Select(each => each.Hash)], "0.00");
        Print($"start that reads and checks all, {Environment.ProcessorCount} workers, GB/s", [.. rounds.Select(each => each.Full)], "0.00");
        Print("  over reading", [.. rounds.Select(each => each.Full / each.Read)], "0.00");
        Print("  CPU, ns an entry", [.. rounds.Select(each => each.FullCpu)], "0");
        Print("the same with one worker, GB/s", [.. rounds.Select(each => each.Alone)], "0.00");
        Print("  over reading", [.. rounds.Select(each => each.Alone / each.Read)], "0.00");
        Print("  CPU, ns an entry", [.. rounds.Select(each => each.AloneCpu)], "0");
        Print("  CPU of reading, ns an entry", [.. rounds.Select(each => each.ReadCpu)], "0");
        Print("  over SHA-256, one entry after the other", [.. rounds.Select(each => each.Full / each.Hash)], "0.00");
        Print($"start after a kill, {new LogFilesOptions().CheckpointBytes >> 20} MiB behind the checkpoint", [.. rounds.Select(each => each.Checkpointed)], "0.00");
        Print("  over reading", [.. rounds.Select(each => each.Checkpointed / each.Read)], "0.00");
    }

    /// <summary>A log as a kill leaves it: the last checkpoint lies as far behind as it can.</summary>
    private static long Write(string log, long bytes)
    {
        var options = new LogFilesOptions { Sync = SyncMode.Async };
        using var files = new LogFiles(new FolderDisk(log), options, NullLogger.Instance);
        files.Recover();
        var state = LedgerState.Empty;
        Append(new LedgerCommand.CreateTenant("bench"));
        Append(new LedgerCommand.CreateStream("bench", "entries"));
        Fill(bytes - options.CheckpointBytes);
        files.Checkpoint(state);
        Fill(bytes);
        return files.Head.Position;

        void Fill(long upTo)
        {
            while (files.SizeBytes < upTo) Append(new LedgerCommand.Append("bench", "entries", [.. Enumerable.Range(0, 64).Select(_ => new EntryDraft(RandomNumberGenerator.GetBytes(DataBytes)))]));
        }

        void Append(LedgerCommand command)
        {
            var write = (Decision.Write)state.Decide(command, 0);
            files.Append(write.Entries);
            state = write.Next;
        }
    }

    private static (double Seconds, double CpuSeconds, long Bytes) Seconds(Func<long> work)
    {
        var (from, cpu) = (Stopwatch.GetTimestamp(), CpuClock.OfProcess());
        var bytes = work();
        return (Stopwatch.GetElapsedTime(from).TotalSeconds, (CpuClock.OfProcess() - cpu) / 1e9, bytes);
    }

    private static long ReadAll(string log)
    {
        var (buffer, total) = (new byte[256 * 1024], 0L);
        foreach (var path in Directory.GetFiles(log, "*.segment"))
        {
            using var file = File.OpenHandle(path);
            for (var (at, count) = (0L, 1); count > 0; at += count) total += count = RandomAccess.Read(file, buffer, at);
        }

        return total;
    }

    private static long HashAll(long bytes, long entries)
    {
        var body = new byte[(int)(bytes / entries) - 24];
        Span<byte> hash = stackalloc byte[32];
        for (var i = 0L; i < entries; i++) SHA256.HashData(body, hash);
        return bytes;
    }

    private static long Start(string log, int workers)
    {
        using var files = new LogFiles(new FolderDisk(log), new LogFilesOptions { Workers = workers }, NullLogger.Instance);
        return files.Recover() is { } damage ? throw damage : files.SizeBytes;
    }

    private static void Print(string what, double[] values, string format) =>
        Console.WriteLine($"  {what,-48} {values.Order().ElementAt(values.Length / 2).ToString(format, CultureInfo.InvariantCulture),9}   all: {string.Join(' ', values.Select(each => each.ToString(format, CultureInfo.InvariantCulture)))}");
}
