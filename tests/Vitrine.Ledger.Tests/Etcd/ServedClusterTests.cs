using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Ledger.Engines;
using Vitrine.Ledger.Etcd;
using Vitrine.Ledger.Files;
using Vitrine.Ledger.Tests.Support;
using Vitrine.Testing.Etcd;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>Three nodes over three members, as clients, probes and Prometheus see them: the contract's KB2, KB3 and KB5 to KB8.</summary>
[Collection(EtcdTests.Name)]
public sealed class ServedClusterTests : IAsyncLifetime
{
    private EtcdCluster _cluster = null!;
    private ServedLedger[] _nodes = [];

    public async ValueTask InitializeAsync()
    {
        _cluster = await EtcdCluster.StartAsync(3);
        _nodes = await Task.WhenAll(Enumerable.Range(1, 3).Select(id => StartAsync(id)));
        await _nodes[0].BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>KB2, KB3, KB5.</summary>
    [Fact]
    public async Task Writes_ThroughOneNode_AreCountedOnEveryNode()
    {
        for (var i = 0; i < 100; i++) (await _nodes[0].PostAsync(ServedLedger.Entries, """{"data":1}""")).Status.ShouldBe(200);

        foreach (var node in _nodes)
        {
            await ServedLedger.WaitAsync(async () => await ValueAsync(node, "kmb_consensus_commits_total") == 102);
            (await ValueAsync(node, "kmb_log_entries_total")).ShouldBe(102);
            (await ValueAsync(node, "kmb_log_bytes_total")).ShouldBeGreaterThan(100 * 56);
            (await ValueAsync(node, "kmb_log_size_bytes")).ShouldBe(node.LogBytes);
        }

        (await ValueAsync(_nodes[0], "kmb_write_duration_seconds_count")).ShouldBe(102);
        var leader = await _cluster.LeaderAsync() + 1;
        foreach (var node in _nodes) (await ValueAsync(node, "kmb_consensus_leader")).ShouldBe(leader);
        (await StatusesAsync("is_leader", _nodes)).Count(value => value == "true").ShouldBe(1);
        await ShouldReconcileAsync();
    }

    /// <summary>KB6, KB7.</summary>
    [Fact]
    public async Task Members_KilledOneAfterTheOther_TakeTheLeaderAndThenTheQuorum()
    {
        var first = await _cluster.LeaderAsync();
        var survivors = _nodes.Where((_, place) => place != first).ToArray();
        var view = await ValueAsync(survivors[0], "kmb_consensus_view");

        // The one that stands still keeps the other from electing itself before anybody has looked.
        await _cluster.Members[first].KillAsync();
        _cluster.Members[(first + 1) % 3].Pause();
        await Task.WhenAll(survivors.Select(WithoutLeaderAsync));
        _cluster.Members[(first + 1) % 3].Resume();
        foreach (var node in survivors)
        {
            await ServedLedger.WaitAsync(async () => (await node.GetAsync("/health/ready")).Status == 200);
            (await ValueAsync(node, "kmb_consensus_view")).ShouldBeGreaterThan(view);
            (await ValueAsync(node, "kmb_consensus_view_changes_total")).ShouldBeGreaterThan(0);
            await ServedLedger.WaitAsync(async () => (await StatusesAsync("healthy_replicas", node)).Single() == "2");
        }

        var second = await _cluster.LeaderAsync();
        await _cluster.Members[second].KillAsync();
        var last = _nodes.Where((_, place) => place != first && place != second).Single();
        await WithoutLeaderAsync(last);
        (await last.GetAsync("/health/live")).Status.ShouldBe(200);
        await ServedLedger.WaitAsync(async () => await last.PostAsync(ServedLedger.Entries, """{"data":1}""") is { Status: 503, ErrorType: "no_quorum" });
        (await SeriesAsync(last, "kmb_requests_total{node_id=\"@\",method=\"append\",status=\"error\"}")).ShouldBeGreaterThan(0);

        _cluster.Members[first].Start();
        await ServedLedger.WaitAsync(async () => (await last.GetAsync("/health/ready")).Status == 200);
        (await last.PostAsync(ServedLedger.Entries, """{"data":1}""")).Status.ShouldBe(200);
        await ShouldReconcileAsync();
    }

    /// <summary>KB8.</summary>
    [Fact]
    public async Task Node_ThatWasAway_RecoversWhatItMissed()
    {
        var folder = Directory.CreateTempSubdirectory("vitrine-ledger-").FullName;
        await _nodes[2].DisposeAsync();
        await (await StartAsync(3, folder)).DisposeAsync();
        for (var i = 0; i < 50; i++) (await _nodes[i % 2].PostAsync(ServedLedger.Entries, """{"data":1}""")).Status.ShouldBe(200);

        _nodes[2] = await StartAsync(3, folder);

        var last = (string)(await _nodes[0].GetAsync("/v1/log?from=52&limit=1")).Json["entries"]![0]!["hash"]!;
        ((string)(await _nodes[2].GetAsync("/v1/log?from=52&limit=1")).Json["entries"]![0]!["hash"]!).ShouldBe(last);
        _nodes[2].LinesOf("Repair finished").ShouldHaveSingleItem().GetProperty("fields").GetProperty("entries").GetInt64().ShouldBe(50);
        await ShouldReconcileAsync();
    }

    private Task<ServedLedger> StartAsync(int id, string? folder = null) => ServedLedger.StartAsync(
        options => options with
        {
            NodeId = id,
            CanRepair = true,
            MakeEngine = services => new EtcdLogEngine(
                new EtcdConfig { NodeId = id, Members = _cluster.Endpoints },
                new LogFiles(new FolderDisk(Path.Combine(options.Folder, "log")), new LogFilesOptions(), NullLogger.Instance),
                services.GetRequiredService<EngineTelemetry>(),
                services.GetRequiredService<IMeterFactory>(),
                TimeProvider.System,
                NullLogger.Instance),
        },
        folder);

    private static Task WithoutLeaderAsync(ServedLedger node) => ServedLedger.WaitAsync(async () =>
        await ValueAsync(node, "kmb_consensus_leader") == 0 && (await node.GetAsync("/health/ready")).Status == 503 && (await StatusesAsync("status", node)).Single() == "\"view_change\"");

    private static Task<double> ValueAsync(ServedLedger node, string family) => SeriesAsync(node, family + "{node_id=\"@\"}");

    private static Task<double> SeriesAsync(ServedLedger node, string series) => node.ValueAsync(series.Replace("@", $"{node.Engine.Replica.NodeId}", StringComparison.Ordinal));

    private static Task<string[]> StatusesAsync(string field, params ServedLedger[] nodes) => Task.WhenAll(nodes.Select(async node => (await node.GetAsync("/status")).Json[field]!.ToJsonString()));

    private async Task ShouldReconcileAsync()
    {
        foreach (var node in _nodes)
        {
            await ServedLedger.WaitAsync(async () => await ValueAsync(node, "kmb_requests_in_flight") == 0);
            node.Telemetry.Reconcile().Where(equation => !equation.Holds).ShouldBeEmpty();
            node.Telemetry.LateFacts.ShouldBe(0);
        }
    }
}
