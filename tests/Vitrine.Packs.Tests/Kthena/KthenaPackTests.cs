using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Packs.Tests.Support;
using Vitrine.Testing;
using Vitrine.Telemetry.Exposition;

namespace Vitrine.Packs.Tests.Kthena;

/// <summary>The pack <c>kthena</c> against spec/kthena.md, driven by <see cref="SyntheticGateway"/>.</summary>
public sealed partial class KthenaPackTests
{
    private const string DocumentedTextLine =
        "[2024-01-15T10:30:45.123Z] \"POST /v1/chat/completions HTTP/1.1\" 200 model_name=llama2-7b model_route=default/llama2-route-v1 " +
        "model_server=default/llama2-server selected_pod=llama2-deployment-5f7b8c9d-xk2p4 request_id=550e8400-e29b-41d4-a716-446655440000 " +
        "tokens=150/75 timings=2350ms(45+2180+5)";

    [Fact]
    public void WholeRun_EverythingDeclared_Moves()
    {
        using var gateway = new SyntheticGateway();
        var report = gateway.Telemetry.Reports[0];
        gateway.Coverage.Unmoved.ShouldBe(report.Driven);
        gateway.RunAll();
        gateway.Coverage.Unmoved.ShouldBeEmpty();
        report.Missing.ShouldBeEmpty();
        report.Driven.Count(name => name.StartsWith("kthena_router_", StringComparison.Ordinal)).ShouldBe(11);
    }

    [Fact]
    public void WholeRun_Metrics_MatchTheGoldenPages()
    {
        using var gateway = Ran();
        Golden.ShouldMatch(gateway.Telemetry.Page(), "Kthena/metrics.txt");
        Golden.ShouldMatch(gateway.Telemetry.Page(ExpositionFormat.OpenMetrics), "Kthena/metrics.openmetrics.txt");
    }

    [Fact]
    public void WholeRun_Lines_MatchTheGoldenFiles()
    {
        using var gateway = Ran();
        Golden.ShouldMatch(gateway.Access.AsFile, "Kthena/access.ndjson");
        Golden.ShouldMatch(gateway.Log.AsFile, "Kthena/log.ndjson");
        using var text = Ran(accessAsText: true);
        Golden.ShouldMatch(text.Access.AsFile, "Kthena/access.txt");
    }

    [Fact]
    public void Requests_Spans_MatchTheGoldenTrees()
    {
        using var gateway = new SyntheticGateway();
        using var spans = new CapturedSpans(gateway.Telemetry);
        gateway.Streamed();
        gateway.RetriedOnAnotherPod();
        gateway.Disaggregated();
        gateway.LeftInTheQueue();
        Golden.ShouldMatch(spans.AsTrees(), "Kthena/spans.txt");
    }

    [Fact]
    public void WholeRun_LinesAndSeries_Agree()
    {
        using var gateway = Ran();
        var equations = gateway.Telemetry.Reconcile();
        equations.Count.ShouldBe(6);
        equations.Where(equation => !equation.Holds || equation.Left == 0).ShouldBeEmpty();
        gateway.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public void WholeRun_InFlightGauges_ReturnToZero()
    {
        using var gateway = Ran();
        var inFlight = Scrapes.Samples(gateway.Telemetry.Page()).Where(sample => sample.Key.Contains("_active_", StringComparison.Ordinal) || sample.Key.Contains("_queue_size", StringComparison.Ordinal)).ToArray();
        inFlight.Length.ShouldBeGreaterThan(3);
        inFlight.ShouldAllBe(sample => sample.Value == "0");
        gateway.PeakQueue.ShouldBe(new Dictionary<string, string> { ["kthena_router_fairness_queue_size{model=\"llama2-7b\",user_id=\"_all\"}"] = "2" });
    }

    [Fact]
    public void RetriedRequest_FailedAttempt_DoesNotLeakIntoTheRequest()
    {
        using var gateway = new SyntheticGateway();
        gateway.RetriedOnAnotherPod();
        var samples = Scrapes.Samples(gateway.Telemetry.Page());
        samples["kthena_router_requests_total{model=\"llama2-7b\",path=\"/v1/chat/completions\",status_code=\"200\",error_type=\"successful_request\"}"].ShouldBe("1");
        samples.Keys.ShouldAllBe(name => !name.Contains("500", StringComparison.Ordinal));
        using var line = JsonDocument.Parse(gateway.Access.All.ShouldHaveSingleItem());
        line.RootElement.GetProperty("selected_pod").GetString().ShouldBe("llama2-deployment-5f7b8c9d-q8z7m");
        line.RootElement.GetProperty("upstream_attempts").GetInt32().ShouldBe(2);
        line.RootElement.GetProperty("upstream_status_code").GetInt32().ShouldBe(200);
        line.RootElement.TryGetProperty("error", out _).ShouldBeFalse();
        gateway.Log.All.ShouldHaveSingleItem().ShouldContain("the pod answered 500");
    }

    [Fact]
    public void TextForm_TheDocumentsExample_IsItsLine()
    {
        using var gateway = new SyntheticGateway(accessAsText: true);
        gateway.Streamed();
        gateway.Access.All.ShouldBe([DocumentedTextLine]);
        SuccessLine().IsMatch(gateway.Access.All[0]).ShouldBeTrue();
    }

    [Fact]
    public void TextForm_NoPods_ShowsTheErrorAfterTheStatus()
    {
        using var gateway = new SyntheticGateway(accessAsText: true);
        gateway.NoPods();
        gateway.Access.All.ShouldHaveSingleItem().ShouldContain(" 503 error=pod_discovery:no available pods");
    }

    [Fact]
    public void JsonForm_TheDocumentsKeys_AreThereInItsOrder()
    {
        using var gateway = new SyntheticGateway();
        gateway.UpstreamTooSlow();
        using var line = JsonDocument.Parse(gateway.Access.All.ShouldHaveSingleItem());
        string[] documented =
        [
            "timestamp", "method", "path", "protocol", "status_code", "model_name", "model_route", "model_server", "selected_pod", "request_id", "input_tokens",
            "duration_total", "duration_request_processing", "duration_upstream_processing", "duration_response_processing", "error",
        ];
        line.RootElement.EnumerateObject().Select(property => property.Name).Where(documented.Contains).ShouldBe(documented);
        line.RootElement.GetProperty("error").GetRawText().ShouldBe("""{"type":"timeout","message":"Model inference timeout after 30s"}""");
        line.RootElement.GetProperty("error_type").GetString().ShouldBe("timeout");
        line.RootElement.TryGetProperty("output_tokens", out _).ShouldBeFalse();
    }

    [Fact]
    public void UserIds_AreLabelsOnlyWhenExposed()
    {
        using var hidden = Ran();
        hidden.Telemetry.Page().ShouldNotContain("alice");
        using var exposed = Ran(accessAsText: false, "user_id");
        exposed.Telemetry.Page().ShouldContain("kthena_router_fairness_queue_duration_seconds_count{model=\"llama2-7b\",user_id=\"alice\"} 1\n");
    }

    [Fact]
    public void StrangersStrings_TenThousandModels_FoldIntoOneSeries()
    {
        using var gateway = new SyntheticGateway();
        gateway.UnknownModel("a\"b\\c\nkthena_router_requests_total 99");
        for (var i = 0; i < 10_000; i++) gateway.UnknownModel($"model-{i}\n\"");
        var samples = Scrapes.Samples(gateway.Telemetry.Page());
        samples["kthena_router_requests_total{model=\"unknown\",path=\"/v1/chat/completions\",status_code=\"404\",error_type=\"route_not_found\"}"].ShouldBe("10001");
        samples.Count.ShouldBeLessThan(50);
        gateway.Telemetry.Reconcile().ShouldAllBe(equation => equation.Holds);
        gateway.Access.All.ShouldAllBe(line => !line.Contains('\n'));
    }

    [Fact]
    public async Task StrangersStrings_ExposedUsers_AreEscapedAndBounded()
    {
        using var gateway = new SyntheticGateway(accessAsText: false, "user_id");
        gateway.LeftInTheQueue("a\"b\nforged 1\\");
        for (var i = 0; i < 10_000; i++) gateway.LeftInTheQueue($"user-{i}\"é\r\t{{}}");
        var page = gateway.Telemetry.Page();
        var samples = Scrapes.Samples(page);
        samples["""kthena_router_fairness_queue_duration_seconds_count{model="llama2-7b",user_id="a\"b\nforged 1\\"}"""].ShouldBe("1");
        samples.Keys.Count(name => name.StartsWith("kthena_router_fairness_queue_size", StringComparison.Ordinal)).ShouldBe(1001);
        (await ExternalTool.CheckMetricsAsync(page)).ShouldBeEmpty();
    }

    [Fact]
    public void TextForm_StrangersLineBreak_StaysOneLine()
    {
        using var gateway = new SyntheticGateway(accessAsText: true);
        gateway.UnknownModel("x\n[2024-01-15T10:30:45.123Z] \"POST /forged HTTP/1.1\" 200\u0085\u2028");
        gateway.Access.All.ShouldHaveSingleItem().ShouldNotMatch("[\n\r\u0085\u2028\u2029]");
    }

    [Fact]
    public async Task GoldenPage_PromtoolFindsNothing()
    {
        var page = await File.ReadAllTextAsync(Golden.PathOf("Kthena/metrics.txt"), TestContext.Current.CancellationToken);
        (await ExternalTool.CheckMetricsAsync(page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ScrapeSnippet_PromtoolAcceptsIt()
    {
        var (exitCode, output) = await ExternalTool.RunAsync("promtool", ["check", "config", Checkout.PathOf("packs/kthena/scrape.yml")]);
        exitCode.ShouldBe(0, output);
    }

    private static SyntheticGateway Ran(bool accessAsText = false, params string[] exposed)
    {
        var gateway = new SyntheticGateway(accessAsText, exposed);
        gateway.RunAll();
        return gateway;
    }

    // Acceptance check TA10 of the contract.
    [GeneratedRegex("""^\[.+\] "POST /v1/chat/completions HTTP/1.1" 200 model_name=.* tokens=\d+/\d+ timings=\d+ms\(\d+\+\d+\+\d+\)$""", RegexOptions.None, 1000)]
    private static partial Regex SuccessLine();
}
