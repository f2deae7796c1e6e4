using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Vitrine.Commands;
using Vitrine.Testing;
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
        (await _surroundings.RunAsync("pack", "export", "kimberlite", "--output", "out")).ShouldBe(ExitCode.Ok, _surroundings.Error);
        await using var prometheus = new RealPrometheus(await ConfigurationAsync(ledger));
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

    // One node stands for the document's three, and nobody waits 15 seconds for a sample.
    private async Task<string> ConfigurationAsync(ServedLedger ledger)
    {
        var configuration = await File.ReadAllTextAsync(_surroundings["out/kimberlite/prometheus.yml"], Cancellation);
        return Regex.Replace(configuration, @"\s+- 'kimberlite-node[23]:9090'", "")
            .Replace("kimberlite-node1:9090", ledger.Http.BaseAddress!.Authority, StringComparison.Ordinal)
            .Replace("[alerts.yaml]", $"['{_surroundings["out/kimberlite/alerts.yaml"]}']", StringComparison.Ordinal)
            .Replace("interval: 15s", "interval: 1s", StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> QueriesOfDashboardAsync() =>
        JsonNode.Parse(await File.ReadAllTextAsync(_surroundings["out/kimberlite-dashboard.json"], Cancellation))!["panels"]!.AsArray()
            .SelectMany(panel => panel!["targets"]!.AsArray())
            .Select(target => $"{target!["expr"]}".Replace("$node", ".*", StringComparison.Ordinal).Replace("$__rate_interval", "1m", StringComparison.Ordinal));
}
