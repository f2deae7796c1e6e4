using System.Text.Json;
using System.Text.Json.Nodes;
using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Packs;
using Vitrine.Testing;

namespace Vitrine.Packs.Tests.Kimberlite;

/// <summary>What the pack brings for operators: the document's panels, alerts that its own expressions would fail, files that name what the ledger writes.</summary>
public sealed class KimberliteOperationsTests
{
    private static readonly Pack s_pack = new PackStore().Load("kimberlite");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Alerts_OfTheDocument_KeepTheirNamesTiersAndDurations() => RulesOf(s_pack).Take(5).Select(rule => $"{rule.RequiredText("alert")} {rule.TextMap("labels")["severity"]} {rule.RequiredText("for")}").ShouldBe(
    [
        "ClusterNoQuorum critical 30s", "HighErrorRate critical 5m", "ProjectionLagHigh critical 5m", "FrequentViewChanges warning 15m", "HighWriteLatency warning 10m",
    ]);

    // The fifth, ProjectionLagHigh, is the document's own.
    [Theory]
    [InlineData("ClusterNoQuorum", "sum(kmb_consensus_leader) == 0")]
    [InlineData("HighErrorRate", """rate(kmb_requests_total{status="error"}[5m]) > 10""")]
    [InlineData("FrequentViewChanges", "rate(kmb_consensus_view_changes_total[15m]) > 0.1")]
    [InlineData("HighWriteLatency", "histogram_quantile(0.99, rate(kmb_write_duration_seconds_bucket[5m])) > 0.1")]
    public async Task Alert_WithTheDocumentsExpression_FailsItsTest(string alert, string theDocuments)
    {
        var ours = RulesOf(s_pack).Single(rule => rule.RequiredText("alert") == alert).RequiredText("expr");
        var folder = Directory.CreateTempSubdirectory("vitrine-alerts-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "alerts.yaml"), s_pack.ReadText("alerts.yaml").Replace(ours, theDocuments, StringComparison.Ordinal), Cancellation);
        var test = Path.Combine(folder.FullName, "alerts.test.yaml");
        await File.WriteAllTextAsync(test, s_pack.ReadText("alerts.test.yaml"), Cancellation);
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["test", "rules", test]);
        folder.Delete(recursive: true);
        exitCode.ShouldNotBe(0);
        output.ShouldMatch($"alertname: ?{alert}, time");
    }

    [Fact]
    public void Dashboard_HasTheDocumentsKeyPanels_AndEachFollowsTheNode()
    {
        var panels = JsonNode.Parse(s_pack.ReadText("dashboards/kimberlite-dashboard.json"))!["panels"]!.AsArray();
        string[] documented = ["Write Throughput", "P50/P95/P99 Write Latency", "P50/P95/P99 Query Latency", "Active Tenants", "Projection Lag", "View Change History", "Error Rates"];
        documented.Except(panels.Select(panel => $"{panel!["title"]}")).ShouldBeEmpty();
        foreach (var panel in panels.Where(panel => $"{panel!["title"]}" != "Nodes that Answer"))
            panel!["targets"]!.AsArray().ShouldAllBe(target => $"{target!["expr"]}".Contains("node_id=~\"$node\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prometheus_ScrapesTheDocumentsThreeNodes_AndReadsTheRules()
    {
        var job = YamlSource.Parse("scrape.yml", s_pack.ReadText("scrape.yml")).Root.Maps("scrape_configs").ShouldHaveSingleItem();
        job.RequiredText("job_name").ShouldBe("kimberlite");
        job.Maps("static_configs").ShouldHaveSingleItem().Texts("targets").ShouldBe(["kimberlite-node1:9090", "kimberlite-node2:9090", "kimberlite-node3:9090"]);
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["check", "config", Golden.PathOf("../../packs/kimberlite/scrape.yml")]);
        exitCode.ShouldBe(0, output);
        output.ShouldContain("SUCCESS: 9 rules found");
    }

    [Fact]
    public void LogCollectors_TailTheDocumentsFilesAndReadKeysThatEveryLineHas()
    {
        var promtail = YamlSource.Parse("promtail.yaml", s_pack.ReadText("promtail.yaml")).Root.Maps("scrape_configs").ShouldHaveSingleItem();
        var fluentBit = YamlSource.Parse("fluent-bit.yaml", s_pack.ReadText("fluent-bit.yaml")).Root;
        foreach (var path in (string[])[promtail.Maps("static_configs")[0].TextMap("labels")["__path__"], fluentBit.Map("pipeline")!.Maps("inputs")[0].RequiredText("path")])
            path.ShouldBe("/var/log/kimberlite/*.log");
        string[] keys = [.. promtail.Maps("pipeline_stages")[0].Map("json")!.TextMap("expressions").Values, fluentBit.Maps("parsers")[0].RequiredText("time_key")];
        keys.Length.ShouldBe(5);
        foreach (var line in File.ReadLines(Golden.PathOf("Kimberlite/log.ndjson")))
        {
            using var record = JsonDocument.Parse(line);
            foreach (var key in keys)
            {
                var found = record.RootElement;
                foreach (var name in key.Split('.')) found.TryGetProperty(name, out found).ShouldBeTrue($"{key}: {line}");
            }
        }
    }

    private static IReadOnlyList<YamlMap> RulesOf(Pack pack) => YamlSource.Parse("alerts.yaml", pack.ReadText("alerts.yaml")).Root.Maps("groups").ShouldHaveSingleItem().Maps("rules");
}
