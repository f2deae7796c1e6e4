using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Entries;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Kernel;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Benchmarks.Ledger;

/// <summary>A node over etcd that takes appends to one stream, with the signals of its pack.</summary>
internal sealed class BenchNode : IAsyncDisposable
{
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { ServiceName = "ledger", Resource = ServiceResource.Empty.With(LedgerFacts.NodeId, 1), Kinds = [HttpKinds.Http, .. LedgerKinds.All], Packs = [new PackStore().Load("kimberlite")] });
    private readonly EtcdLogEngine _engine;

    private BenchNode(EtcdConfig config, string folder, IMeterFactory meters) =>
        _engine = new EtcdLogEngine(config, new LogFiles(new FolderDisk(folder), new LogFilesOptions(), NullLogger.Instance), new EngineTelemetry(_telemetry), meters, TimeProvider.System, NullLogger.Instance);

    /// <summary>An entry as they all are.</summary>
    public LogEntry Sample => _engine.Copy.Read(_engine.Copy.Head.Position, _engine.Copy.Head.Position).Single();

    public static async Task<BenchNode> StartAsync(EtcdConfig config, string folder, IMeterFactory meters)
    {
        var node = new BenchNode(config, folder, meters);
        await node._engine.StartAsync(default);
        while (node._engine.Replica.Status != ReplicaStatus.Normal) await Task.Delay(20);
        await node._engine.AppendAsync(new LedgerCommand.CreateTenant("bench"), default);
        await node._engine.AppendAsync(new LedgerCommand.CreateStream("bench", "s"), default);
        return node;
    }

    public Task AppendAsync(byte[] data) => _engine.AppendAsync(new LedgerCommand.Append("bench", "s", [new EntryDraft(data)]), default);

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _telemetry.Dispose();
    }
}
