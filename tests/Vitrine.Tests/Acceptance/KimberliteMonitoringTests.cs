using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vitrine.Commands;
using Vitrine.Settings;
using Vitrine.Testing.Etcd;
using Vitrine.Tests.EndToEnd;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>
/// The document's job, its queries and the pack's rules and dashboard against a real Prometheus that scrapes a running ledger. The hosts alone are changed.
/// </summary>
public sealed class KimberliteMonitoringTests : IDisposable
{
    // Every query of the document. What it compares with a limit shows nothing on the wrong side of it: those are asked for 0 or 1.
    private static readonly string[] s_queries =
    [
        "rate(kmb_log_entries_total[1m])",
        "rate(kmb_log_bytes_total[1m]) / 1024 / 1024",
        "histogram_quantile(0.95, rate(kmb_write_duration_seconds_bucket[5m]))",
        "histogram_quantile(0.99, rate(kmb_query_duration_seconds_bucket[5m]))",
        "kmb_projection_lag",
        "rate(kmb_consensus_view_changes_total[5m])",
        "kmb_consensus_leader",
        "kmb_projection_lag < bool 100",
        "rate(kmb_consensus_view_changes_total[1h]) < bool 0.01",
        "histogram_quantile(0.99, rate(kmb_write_duration_seconds_bucket[5m])) < bool 0.1",
        "kmb_consensus_leader == bool 0",
    ];

    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task RealPrometheus_OverTheExportedFiles_AnswersEveryQueryAndEvaluatesEveryRule()
    {
        await using var ledger = await ServedLedger.StartAsync(_surroundings);
        await using var prometheus = new RealPrometheus(await ConfigurationAsync(_surroundings, ledger));
        await ledger.PrepareAsync("acme", "orders");

        foreach (var query in s_queries.Concat(await QueriesOfDashboardAsync()))
        {
            await RealPrometheus.UntilAsync(query, async () =>
            {
                await ledger.AppendAsync("acme", "orders");
                await ledger.ReadAsync("acme", "orders");
                return await prometheus.QueryAsync(query) is not null;
            });
        }

        await RealPrometheus.UntilAsync("every rule was evaluated", async () =>
        {
            var rules = (await prometheus.GetAsync("rules"))["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).ToArray();
            return rules.Length == 9 && rules.All(rule => rule!["health"]!.ToString() == "ok");
        });
    }

    /// <summary>KB7: two of three machines are gone, each with its node and its member of etcd.</summary>
    [Fact]
    public async Task RealPrometheus_ThreeNodesThatLoseTheirMajority_FiresClusterNoQuorum()
    {
        await using var etcd = await EtcdCluster.StartAsync(3);
        using TestSurroundings second = new(), third = new();
        await using var survivor = await ServedLedger.StartAsync(_surroundings, MemberOf(etcd, 1));
        await using var lost = await ServedLedger.StartAsync(second, MemberOf(etcd, 2));
        await using var lostToo = await ServedLedger.StartAsync(third, MemberOf(etcd, 3));
        await using var prometheus = new RealPrometheus(await ConfigurationAsync(_surroundings, survivor, lost, lostToo));
        await RealPrometheus.UntilAsync("every node names the same leader", async () =>
            await prometheus.QueryAsync("count(kmb_consensus_leader > 0)") is 3 && await prometheus.QueryAsync("""count(count_values("leader", kmb_consensus_leader))""") is 1);

        foreach (var member in etcd.Members.Skip(1)) await member.KillAsync();
        foreach (var node in (ServedLedger[])[lost, lostToo]) await node.DisposeAsync();

        await RealPrometheus.UntilAsync("the last node names no leader", async () => await survivor.SampleAsync("kmb_consensus_leader{") == 0);
        foreach (var alert in (string[])["ClusterNoQuorum", "LedgerNodeDown"])
            await RealPrometheus.UntilAsync($"{alert} fires", async () => await prometheus.QueryAsync($"ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}}") is 1);
    }

    private static (Setting, string)[] MemberOf(EtcdCluster etcd, int node) =>
        [(LedgerSettings.Engine, "etcd"), (LedgerSettings.EtcdEndpoints, string.Join(',', etcd.Endpoints)), (LedgerSettings.NodeId, $"{node}")];

    /// <summary>The exported configuration over nodes that run: the first ones of the document's three. Nobody waits 15 seconds for a sample, nor minutes for an alert.</summary>
    private static async Task<string> ConfigurationAsync(TestSurroundings surroundings, params IReadOnlyList<ServedLedger> nodes)
    {
        (await surroundings.RunAsync("pack", "export", "kimberlite", "--output", "out")).ShouldBe(ExitCode.Ok, surroundings.Error);
        var rules = surroundings["out/kimberlite/alerts.yaml"];
        await File.WriteAllTextAsync(rules, Regex.Replace(await File.ReadAllTextAsync(rules, Cancellation), @"\b(for|interval): \w+", "$1: 1s"), Cancellation);
        var configuration = await File.ReadAllTextAsync(surroundings["out/kimberlite/prometheus.yml"], Cancellation);
        for (var node = 1; node <= 3; node++)
            configuration = Regex.Replace(configuration, $@"\s+- 'kimberlite-node{node}:9090'", node <= nodes.Count ? $"\n        - '{nodes[node - 1].Http.BaseAddress!.Authority}'" : "");
        return configuration
            .Replace("[alerts.yaml]", $"['{rules}']", StringComparison.Ordinal)
            .Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> QueriesOfDashboardAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(_surroundings["out/kimberlite-dashboard.json"], Cancellation))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => $"{target!["expr"]}".Replace("$node", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal));
}
