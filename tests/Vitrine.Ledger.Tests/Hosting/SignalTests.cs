using Vitrine.Ledger.Tests.Support;
using Vitrine.Telemetry.Export;
using Vitrine.Testing.Otlp;

namespace Vitrine.Ledger.Tests.Hosting;

/// <summary>What the checks KB1, KB2, KB3, KB10, KB13 and KB20 of the contract ask of one node.</summary>
public sealed class SignalTests
{
    [Fact]
    public async Task Writes_MoveTheDocumentsFamilies()
    {
        await using var ledger = await ServedLedger.StartAsync(ServedLedger.OnFiles);
        (await ledger.PageAsync()).Split('\n').Count(line => line.StartsWith("# TYPE kmb_", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(15);
        await ledger.BeginAsync();
        foreach (var tenant in (string[])["second", "third"]) await ledger.SendAsync(HttpMethod.Put, $"/v1/tenants/{tenant}");
        await ledger.SendAsync(HttpMethod.Put, "/v1/tenants/second/streams/s");
        string[] counters = ["kmb_log_entries_total", "kmb_consensus_commits_total", "kmb_write_duration_seconds_count", "kmb_log_bytes_total"];
        var before = await ReadAsync();

        for (var i = 0; i < 100; i++) await ledger.PostAsync(i % 4 == 0 ? "/v1/tenants/second/streams/s/entries" : ServedLedger.Entries, $$"""{"data":{{i}}}""");

        var after = await ReadAsync();
        for (var i = 0; i < 3; i++) (after[i] - before[i]).ShouldBe(100, counters[i]);
        (await ledger.ValueAsync("kmb_log_size_bytes{node_id=\"1\"}")).ShouldBe(ledger.LogBytes);
        (after[3] - before[3]).ShouldBeGreaterThan(100 * 58);
        (await ledger.ValueAsync("kmb_active_tenants{node_id=\"1\"}")).ShouldBe(3);
        (await ledger.ValueAsync("kmb_tenant_log_entries_total{node_id=\"1\",tenant_id=\"second\"}")).ShouldBe(2 + 25);
        await ledger.ShouldBeAtRestAsync();

        async Task<double[]> ReadAsync()
        {
            var values = new double[counters.Length];
            for (var i = 0; i < values.Length; i++) values[i] = await ledger.ValueAsync(counters[i] + "{node_id=\"1\"}");
            return values;
        }
    }

    [Fact]
    public async Task TenantLabel_BeyondAThousand_IsFolded()
    {
        await using var ledger = await ServedLedger.StartAsync();
        for (var i = 0; i < 1002; i++) (await ledger.SendAsync(HttpMethod.Put, $"/v1/tenants/t{i}")).Status.ShouldBe(201);
        var page = await ledger.PageAsync();
        page.Split('\n').Count(line => line.StartsWith("kmb_tenant_log_entries_total{", StringComparison.Ordinal)).ShouldBeLessThanOrEqualTo(1001);
        page.ShouldContain("tenant_id=\"other\"");
    }

    [Fact]
    public async Task Spans_OfAWriteAndAQuery_AreTheDocuments()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: false);
        await using (var ledger = await ServedLedger.StartAsync(options => options with
        {
            ConfigureTelemetry = telemetry =>
            {
                telemetry.Log = null;
                telemetry.ServiceName = "ledger-spans";
                telemetry.Export = new ExportOptions { Traces = ExportTarget.Otlp, Endpoint = collector.Address, Transport = OtlpTransport.HttpProtobuf };
            },
        }))
        {
            await ledger.BeginAsync();
            await ledger.PostAsync(ServedLedger.Entries, """{"data":1}""");
            await ledger.GetAsync(ServedLedger.Entries);
        }

        // The query's own request is the last span of all.
        var spans = new List<CollectedSpan>();
        while (!spans.Any(span => span.Name == "GET /v1/tenants/{tenant}/streams/{stream}/entries")) spans.Add(await collector.Spans.ReadAsync(TestContext.Current.CancellationToken));
        var write = spans.Single(span => span.Name == "kmb.write" && span.Attributes["method"] == "append");
        (write.Attributes["tenant_id"], write.Attributes["stream_id"], write.Attributes["node_id"], write.Attributes["op_number"], write.Attributes["view"], write.Attributes["status"]).ShouldBe(("acme", "orders", "1", "3", "1", "ok"));
        spans.Where(span => span.ParentSpanId == write.SpanId).Select(span => span.Name).Order().ShouldBe(["kmb.consensus.commit", "kmb.consensus.prepare"]);
        spans.Single(span => span.Name == "kmb.query").Attributes["rows"].ShouldBe("1");
        spans.Single(span => span.SpanId == write.ParentSpanId).Name.ShouldBe("POST /v1/tenants/{tenant}/streams/{stream}/entries");
    }

    [Fact]
    public async Task Profiles_AreAtTheDocumentsPaths()
    {
        await using var ledger = await ServedLedger.StartAsync();
        foreach (var path in (string[])["/debug/pprof/heap", "/debug/pprof/profile?seconds=1"])
        {
            var bytes = await ledger.Http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
            bytes[..2].ShouldBe([0x1f, 0x8b], path);
        }
    }
}
