using System.Text.Json;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>The acceptance checks of the contract, section B5, each under its number: what an answered request and a refused one leave behind.</summary>
public sealed class AcceptanceTests
{
    private static readonly string[] s_families =
    [
        "requests_total counter", "request_duration_seconds histogram", "request_prefill_duration_seconds histogram", "request_decode_duration_seconds histogram",
        "active_downstream_requests gauge", "active_upstream_requests gauge", "tokens_total counter", "scheduler_plugin_duration_seconds histogram",
        "rate_limit_exceeded_total counter", "fairness_queue_size gauge", "fairness_queue_duration_seconds histogram",
    ];

    [Fact]
    public async Task TA1_EveryDocumentedFamily_StandsOnThePageWithItsType()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        var page = await gateway.PageAsync();
        foreach (var family in s_families) page.ShouldContain($"# TYPE kthena_router_{family}\n");
    }

    [Fact]
    public async Task TA2_TA3_RoutedChat_IsOneSuccessWithItsDuration()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync()).ShouldBe((200, Answers.ChatBody(5, 7)));
        // At once: whoever has read an answer to its end finds it counted.
        var page = await gateway.PageAsync();
        const string Labels = """{model="llama",path="/v1/chat/completions",status_code="200"}""";
        page.ShouldContain("""kthena_router_requests_total{model="llama",path="/v1/chat/completions",status_code="200",error_type="successful_request"} 1""" + "\n");
        page.ShouldContain($"kthena_router_request_duration_seconds_count{Labels} 1\n");
        page.Split('\n').Count(line => line.StartsWith("kthena_router_request_duration_seconds_bucket{", StringComparison.Ordinal)).ShouldBe(14);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA4_Completion_CountsEstimatedInputAndReportedOutput()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Chat(99, 12));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(Ask.TenTokens, "/v1/completions")).Status.ShouldBe(200);
        (await gateway.SumAsync("kthena_router_tokens_total", "token_type=\"input\"")).ShouldBe(10);
        (await gateway.SumAsync("kthena_router_tokens_total", "token_type=\"output\"")).ShouldBe(12);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA5_UnknownModel_Is404AndFolds()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync("""{"model":"nobody","prompt":"hi"}""", "/v1/completions")).ShouldBe((404, "\"route not found\""));
        (await gateway.SumAsync("kthena_router_requests_total", "model=\"unknown\"", "status_code=\"404\"", "error_type=\"route_not_found\"")).ShouldBe(1);
        var line = await gateway.AccessAsync();
        line.GetProperty("error").GetProperty("type").GetString().ShouldBe("route_not_found");
        line.GetProperty("model_name").GetString().ShouldBe("nobody");
        pod.Received.ShouldBeEmpty();
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA6_HalfABody_Is400AndNotCounted()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync("{")).Status.ShouldBe(400);
        (await gateway.AccessAsync()).GetProperty("error").GetProperty("type").GetString().ShouldBe("request_parsing");
        (await gateway.SumAsync("kthena_router_requests_total")).ShouldBe(0);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA7_SecondPromptBeyondTheLimit_Is429()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(more: "rateLimit: { inputTokensPerUnit: 10, unit: minute }"), Objects.Server("s1", [pod])));
        (await gateway.AskAsync(Ask.TenTokens, "/v1/completions")).Status.ShouldBe(200);
        (await gateway.AskAsync(Ask.TenTokens, "/v1/completions")).ShouldBe((429, "\"input token rate limit exceeded\""));
        (await gateway.SumAsync("kthena_router_rate_limit_exceeded_total", "limit_type=\"input_tokens\"")).ShouldBe(1);
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"429\"", "error_type=\"rate_limit\"")).ShouldBe(1);
        (await gateway.AccessAsync(1)).GetProperty("error_type").GetString().ShouldBe("input_rate_limit");
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Fact]
    public async Task TA9_AccessLineAsJson_SaysWhereAndHowLong()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Json(200, """{"data":[],"usage":{"prompt_tokens":3,"total_tokens":3}}"""));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync("""{"model":"llama","input":"Hello there."}""", "/v1/embeddings")).Status.ShouldBe(200);
        var line = await gateway.AccessAsync();
        line.GetProperty("duration_total").GetInt64().ShouldBeGreaterThanOrEqualTo(line.GetProperty("duration_upstream_processing").GetInt64());
        line.GetProperty("model_route").GetString().ShouldBe("default/r1");
        line.GetProperty("model_server").GetString().ShouldBe("default/s1");
        line.GetProperty("selected_pod").GetString().ShouldBe("s1-p0");
        line.TryGetProperty("error", out _).ShouldBeFalse();
        line.TryGetProperty("output_tokens", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task TA10_TA11_AccessLineAsText_IsTheDocuments()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        using var folder = new Support.TemporaryFolder();
        await using var gateway = await GatewayFixture.StartAsync(
            Objects.Join(Objects.Of(pod), Objects.Route("r2", "empty", "{ modelServerName: s2 }"), Objects.Server("s2", [])),
            options => options with { ConfigureTelemetry = telemetry => telemetry.Log = new ServiceLogOptions { Output = Path.Combine(folder.Path, "own.log"), AccessOutput = Path.Combine(folder.Path, "access.log"), AccessAsText = true } });
        (await gateway.AskAsync()).Status.ShouldBe(200);
        (await gateway.AskAsync("""{"model":"empty","prompt":"hi"}""", "/v1/completions")).ShouldBe((503, "\"no available pods for model server: default/s2\""));
        await gateway.WaitAsync(() => gateway.Lines.Count(line => line.StartsWith('[')) == 2);
        var lines = gateway.Lines.Where(line => line.StartsWith('[')).ToArray();
        lines[0].ShouldMatch(@"^\[.+\] ""POST /v1/chat/completions HTTP/1.1"" 200 model_name=.* tokens=\d+/\d+ timings=\d+ms\(\d+\+\d+\+\d+\)$");
        lines[1].ShouldContain(" 503 error=pod_discovery:");
    }

    [Fact]
    public async Task TA12_AccessLogOff_WritesNone()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        using var folder = new Support.TemporaryFolder();
        await using var gateway = await GatewayFixture.StartAsync(
            Objects.Of(pod),
            options => options with { ConfigureTelemetry = telemetry => telemetry.Log = new ServiceLogOptions { Output = Path.Combine(folder.Path, "own.log"), AccessOutput = Path.Combine(folder.Path, "access.log"), AccessEnabled = false } });
        (await gateway.AskAsync()).Status.ShouldBe(200);
        await gateway.Server.StopAsync();
        gateway.Access.ShouldBeEmpty();
        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "access.log"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task TA13_TA14_ConfigDump_NamesPods()
    {
        await using var one = await ScriptedUpstream.StartAsync();
        await using var two = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(one, two);
        using var dump = JsonDocument.Parse(await gateway.Debug.GetStringAsync("/debug/config_dump/modelservers"));
        dump.RootElement.GetProperty("modelservers")[0].GetProperty("associatedPods").EnumerateArray().Select(pod => pod.GetString()).ShouldBe(["default/s1-p0", "default/s1-p1"]);
        using var missing = await gateway.Debug.GetAsync("/debug/config_dump/namespaces/x/pods/y");
        ((int)missing.StatusCode).ShouldBe(404);
        (await missing.Content.ReadAsStringAsync()).ShouldContain("\"Pod not found\"");
    }

}
