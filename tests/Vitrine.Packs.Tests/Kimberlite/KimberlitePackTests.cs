using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Packs.Tests.Kimberlite;

/// <summary>The kimberlite pack against its document, spec/kimberlite.md.</summary>
public sealed class KimberlitePackTests
{
    [Fact]
    public void Scenario_WholeStory_MovesEveryFamilyLineAndSpan()
    {
        using var node = new SyntheticNode();
        KimberliteScenario.Run(node);
        node.Coverage.Unmoved.ShouldBeEmpty();
        node.Telemetry.Reports[0].Missing.ShouldBeEmpty();
        node.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public void Scenario_WholeStory_WritesTheGoldenPagesAndLines()
    {
        using var node = new SyntheticNode();
        KimberliteScenario.Run(node);
        Golden.ShouldMatch(node.Page(), "Kimberlite/metrics.txt");
        Golden.ShouldMatch(node.Page(ExpositionFormat.OpenMetrics), "Kimberlite/metrics.openmetrics.txt");
        Golden.ShouldMatch(node.Lines.AsFile, "Kimberlite/log.ndjson");
    }

    [Fact]
    public void Scenario_WholeStory_ReconcilesSeriesWithLines()
    {
        using var node = new SyntheticNode("off");
        KimberliteScenario.Run(node);
        node.Lines.All.ShouldBeEmpty();
        var results = node.Telemetry.Reconcile();
        results.Count.ShouldBe(new PackStore().Load("kimberlite").Definition.Equations.Count);
        results.Where(result => !result.Holds).ShouldBeEmpty();
        results.ShouldAllBe(result => result.Left > 0);
    }

    [Fact]
    public void Start_BeforeTheFirstEntry_ShowsEveryCounterAtZero()
    {
        using var node = new SyntheticNode(nodeId: 3);
        var samples = Scrapes.Samples(node.Page());
        foreach (var name in (string[])["kmb_log_entries_total", "kmb_consensus_commits_total", "kmb_checksum_failures_total", "kmb_write_duration_seconds_count", "kmb_requests_in_flight"])
            samples[$"{name}{{node_id=\"3\"}}"].ShouldBe("0");
        samples["kmb_requests_total{node_id=\"3\",method=\"append\",status=\"error\"}"].ShouldBe("0");
        samples["kmb_consensus_leader{node_id=\"3\"}"].ShouldBe("0");
    }

    [Fact]
    public void BecameLeader_InTheDocumentedShape_IsWrittenToTheByte()
    {
        using var node = new SyntheticNode("kimberlite=info") { View = 5 };
        for (var i = 0; i < 12345; i++) node.Append("1");
        node.Commit(12345);
        node.Telemetry.Point(LedgerKinds.BecameLeader).Set(LedgerFacts.View, 5).Set(LedgerFacts.CommitNumber, node.Committed).Emit();
        node.Lines.All.ShouldBe(
        [
            """{"timestamp":"2024-01-15T10:30:00.000Z","level":"INFO","target":"kmb_consensus","message":"Became leader","fields":{"node_id":1,"view":5,"commit_index":12345}}""",
        ]);
    }

    [Theory]
    [InlineData("kimberlite=info", "INFO WARN ERROR")]
    [InlineData("kimberlite=warn", "WARN ERROR")]
    [InlineData("kimberlite_vsr=trace,kimberlite_storage=error", "TRACE INFO WARN ERROR")]
    [InlineData("error", "ERROR")]
    public void Filter_NamesOfTheDocument_SelectTargets(string filter, string levels)
    {
        using var node = new SyntheticNode(filter);
        KimberliteScenario.Run(node);
        foreach (var level in (string[])["TRACE", "DEBUG", "INFO", "WARN", "ERROR"])
            node.Lines.All.Exists(line => line.Contains($"\"level\":\"{level}\"", StringComparison.Ordinal)).ShouldBe(levels.Split(' ').Contains(level), level);
        if (filter.StartsWith("kimberlite_vsr", StringComparison.Ordinal))
            node.Lines.All.Where(line => line.Contains("\"level\":\"TRACE\"", StringComparison.Ordinal)).ShouldAllBe(line => line.Contains("\"target\":\"kmb_consensus\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Spans_WholeStory_AreTheGoldenTrees()
    {
        using var node = new SyntheticNode();
        using var spans = new CapturedSpans(node.Telemetry);
        KimberliteScenario.Run(node);
        Golden.ShouldMatch(spans.AsTrees(), "Kimberlite/spans.txt");
        node.Lines.All.ShouldContain(line => line.Contains("\"trace_id\":\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Tenant_FiveThousandOfThem_FoldIntoOther()
    {
        using var node = new SyntheticNode("off");
        for (var i = 0; i < 5000; i++) node.Append($"tenant-{i}\"\n");
        var samples = Scrapes.Samples(node.Page());
        samples.Count(sample => sample.Key.StartsWith("kmb_tenant_log_entries_total", StringComparison.Ordinal)).ShouldBe(1001);
        samples["kmb_tenant_log_entries_total{node_id=\"1\",tenant_id=\"other\"}"].ShouldBe("4000");
        samples["kmb_log_entries_total{node_id=\"1\"}"].ShouldBe("5000");
    }

    [Fact]
    public async Task GoldenPage_Promtool_FindsNothing() =>
        (await ExternalTool.CheckMetricsAsync(await File.ReadAllTextAsync(Golden.PathOf("Kimberlite/metrics.txt"), TestContext.Current.CancellationToken))).ShouldBeEmpty();
}
