using System.Text.Json;
using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Packs.Tests.Kronk;

/// <summary>The pack <c>kronk</c> against spec/kronk.md, driven by <see cref="SyntheticModelServer"/>.</summary>
public sealed class KronkPackTests
{
    private const string Id = $"{{model_id=\"{SyntheticModelServer.Model}\"}}";

    /// <summary>Section 14.4 of the document, stem by stem.</summary>
    private static readonly string[] s_stems =
    [
        "model_load", "model_load_proj", "model_prompt_creation", "model_prefill", "model_ttft", "usage_prompt_tokens", "usage_reasoning_tokens",
        "usage_completion_tokens", "usage_output_tokens", "usage_total_tokens", "usage_tokens_per_second",
    ];

    /// <summary>The later Kronk's families of the pool.</summary>
    private static readonly string[] s_pool =
    [
        "model_load_seconds", "pool_acquire_total", "pool_acquire_duration_seconds", "pool_singleflight_wait_seconds", "pool_evictions_total", "pool_evict_before_load_total",
        "pool_evict_wait_seconds", "pool_load_failures_total", "pool_unload_duration_seconds", "pool_items_in_pool", "pool_max_items_in_pool", "pool_inflight_loads",
        "pool_active_streams", "resman_budget_percent", "resman_headroom_bytes", "resman_unified_memory", "resman_reservations", "resman_ram_total_bytes",
        "resman_ram_budget_bytes", "resman_ram_used_bytes", "resman_ram_free_bytes", "resman_reservation_bytes", "resman_reserve_rejections_total",
    ];

    /// <summary>What the later Kronk says of requests.</summary>
    private static readonly string[] s_later =
    [
        "chat_requests_total", "chat_errors_total", "chat_request_duration_seconds", "chat_queue_wait_seconds", "model_prompt_creation_seconds", "model_prefill_seconds",
        "model_prefill_ttft_seconds", "model_request_ttft_seconds", "usage_tokens_total", "usage_tokens_per_second", "inference_requests_total",
        "inference_request_duration_seconds", "inference_active_requests", "batchseq_queue_wait_seconds", "batchseq_items", "batchseq_batches_total",
    ];

    [Fact]
    public void WholeRun_EverythingDeclared_Moves()
    {
        using var server = Ran();
        server.Coverage.Unmoved.ShouldBeEmpty();
        var report = server.Telemetry.Reports[0];
        report.Missing.ShouldBeEmpty();
        report.Driven.ShouldBe(["goroutines", "requests", "errors", "panics", .. s_stems.SelectMany(Names), .. s_later, "vram_total_bytes", "vram_slot_memory_bytes", .. s_pool, .. report.Driven.Where(name => name.Contains(' '))]);
    }

    [Fact]
    public void WholeRun_Metrics_MatchTheGoldenPages()
    {
        using var server = Ran(unload: false);
        Golden.ShouldMatch(VolatileFigures.Fix(server.Telemetry.Page()), "Kronk/metrics.txt");
        Golden.ShouldMatch(VolatileFigures.Fix(server.Telemetry.Page(ExpositionFormat.OpenMetrics)), "Kronk/metrics.openmetrics.txt");
    }

    [Fact]
    public void WholeRun_Lines_MatchTheGoldenFile()
    {
        using var server = Ran();
        Golden.ShouldMatch(server.Log.AsFile, "Kronk/log.ndjson");
    }

    [Fact]
    public void Requests_Spans_MatchTheGoldenTrees()
    {
        using var server = new SyntheticModelServer();
        using var spans = new CapturedSpans(server.Telemetry);
        server.LoadModel();
        server.LoadProjector();
        server.ChatStreamed();
        server.UnknownModel("gpt-9");
        server.ClientLeaves();
        server.Embedding();
        Golden.ShouldMatch(spans.AsTrees(), "Kronk/spans.txt");
    }

    [Fact]
    public void WholeRun_LinesAndSeries_Agree()
    {
        using var server = Ran();
        var equations = server.Telemetry.Reconcile();
        equations.Count.ShouldBe(19);
        equations.Where(equation => !equation.Holds || equation.Left == 0).ShouldBeEmpty();
        server.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public void FreshStart_CountersAreZeroAndTriplesAbsent()
    {
        using var server = new SyntheticModelServer();
        var samples = Scrapes.Samples(server.Telemetry.Page());
        samples.Keys.Where(name => !name.StartsWith("pool_", StringComparison.Ordinal) && !name.StartsWith("resman_", StringComparison.Ordinal)).ShouldBe(["goroutines", "requests", "errors", "panics"]);
        samples["requests"].ShouldBe("0");
        server.Telemetry.Page().ShouldNotContain("model_ttft");
    }

    [Fact]
    public void OneChat_AverageMinimumAndMaximum_AreEqual()
    {
        using var server = new SyntheticModelServer();
        server.ChatStreamed();
        var samples = Scrapes.Samples(server.Telemetry.Page());
        foreach (var name in Names("model_ttft")) samples[name + Id].ShouldBe("0.4");
        foreach (var name in Names("usage_tokens_per_second")) samples[name + Id].ShouldBe("50");
    }

    [Fact]
    public void Errors_AreCountedOnceAndNeverForAClientThatLeft()
    {
        using var server = Ran();
        var samples = Scrapes.Samples(server.Telemetry.Page());
        samples["requests"].ShouldBe("18");
        samples["errors"].ShouldBe("9");
        samples["panics"].ShouldBe("1");
        samples[$"usage_total_tokens_max{Id}"].ShouldBe("201");
        samples[$"usage_tokens_per_second_min{Id}"].ShouldBe("0");
    }

    [Fact]
    public void Unload_RowsAndTheirSeriesVanishAndLoadTimesStay()
    {
        using var server = new SyntheticModelServer();
        server.LoadModel();
        Scrapes.Samples(server.Telemetry.Page()).Keys.ShouldContain($"vram_total_bytes{Id}");
        server.Unload();
        var samples = Scrapes.Samples(server.Telemetry.Page());
        samples.Keys.ShouldNotContain($"vram_total_bytes{Id}");
        samples.Keys.ShouldContain($"model_load_avg{Id}");
    }

    [Fact]
    public void Counters_InOpenMetrics_KeepTheirDocumentedNames()
    {
        using var server = Ran();
        var page = server.Telemetry.Page(ExpositionFormat.OpenMetrics);
        page.ShouldContain("# TYPE requests unknown\n");
        page.ShouldContain("\nrequests 18");
        page.ShouldNotContain("\nrequests_total");
        page.ShouldEndWith("# EOF\n");
    }

    [Fact]
    public void Lines_HaveTheDocumentsKeysInItsOrder()
    {
        using var server = Ran();
        foreach (var text in server.Log.All)
        {
            using var line = JsonDocument.Parse(text);
            string[] keys = [.. line.RootElement.EnumerateObject().Select(property => property.Name)];
            keys[..5].ShouldBe(["time", "level", "file", "msg", "service"]);
            keys[^1].ShouldBe("trace_id");
        }
    }

    [Fact]
    public async Task GoldenPage_PromtoolFindsOnlyTheDictatedNames()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("Kronk/metrics.txt"), TestContext.Current.CancellationToken);
        (await ExternalTool.CheckMetricsAsync(
            page,
            "requests counter metrics should have \"_total\" suffix",
            "errors counter metrics should have \"_total\" suffix",
            "panics counter metrics should have \"_total\" suffix")).ShouldBeEmpty();
    }

    private static IEnumerable<string> Names(string stem) => [stem + "_avg", stem + "_min", stem + "_max"];

    private static SyntheticModelServer Ran(bool unload = true)
    {
        var server = new SyntheticModelServer();
        server.RunAll();
        if (!unload) server.LoadModel();
        return server;
    }
}
