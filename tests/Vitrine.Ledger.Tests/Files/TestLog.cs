using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Ledger.Tests.Files;

/// <summary>Logs and engines as the tests want them.</summary>
internal static class TestLog
{
    /// <summary>Three workers check what a start reads, in stretches of a few short frames.</summary>
    public static readonly LogFilesOptions ManyStretches = new() { Workers = 3, StretchBytes = 256 };

    public static readonly LedgerCommand.CreateTenant Tenant = new("a");

    public static readonly LedgerCommand.CreateStream Stream = new("a", "s");

    public static LedgerCommand.Append Append(string data, string key = "") => new("a", "s", [new EntryDraft(Encoding.UTF8.GetBytes(data))], key);

    public static LedgerCommand.Append Batch(int entries, int bytes = 16, string key = "") =>
        new("a", "s", [.. Enumerable.Range(0, entries).Select(i => new EntryDraft(Encoding.UTF8.GetBytes(new string((char)('a' + i % 26), bytes)), $"entity/{i}"))], key);

    public static LogFiles Files(ILogDisk disk, LogFilesOptions? options = null) => new(disk, options ?? new LogFilesOptions(), NullLogger.Instance);

    /// <summary>A log that has recovered.</summary>
    public static LogFiles Recovered(ILogDisk disk, LogFilesOptions? options = null)
    {
        var files = Files(disk, options);
        files.Recover().ShouldBeNull();
        return files;
    }

    /// <summary>An engine that tells nobody; it has started.</summary>
    public static async Task<FileLogEngine> EngineAsync(ILogDisk disk, FileEngineOptions? options = null)
    {
        var engine = Engine(disk, options);
        await engine.StartAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    public static FileLogEngine Engine(ILogDisk disk, FileEngineOptions? options = null, params IProjection[] projections)
    {
        var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = [.. LedgerKinds.All] });
        foreach (var projection in projections) telemetry.AddProjection(projection);
        return new FileLogEngine(disk, options ?? new FileEngineOptions(), new EngineTelemetry(telemetry), TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Writes commands one by one, each a group of its own.</summary>
    public static LedgerState Write(this LogFiles files, LedgerState state, params IEnumerable<LedgerCommand> commands)
    {
        foreach (var command in commands)
        {
            var write = state.Decide(command, 1_705_312_200_000).ShouldBeOfType<Decision.Write>();
            files.Append(write.Entries);
            state = write.Next;
        }

        return state;
    }

    /// <summary>All entries, data as text.</summary>
    public static List<string> Texts(this ILogCopy copy) => [.. copy.Read(1, copy.Head.Position).Select(entry => $"{entry.Position} {entry.Kind} {Encoding.UTF8.GetString(entry.Data.Span)}")];
}
