using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Vitrine.Tests.Roles;

namespace Vitrine.Tests.Acceptance;

/// <summary>Checks K1 to K12 and K21 of the contract of pack kronk: what a client and a scraper of <c>serve model</c> see.</summary>
public sealed class KronkMetricsChecks : IDisposable
{
    private const string Model = "vitrine-tiny";
    private const string Id = $"{{model_id=\"{Model}\"}}";

    /// <summary>All but <c>model_load_proj</c>: no model here reads images, and the pack says so.</summary>
    private static readonly string[] s_stems =
    [
        "model_load", "model_prompt_creation", "model_prefill", "model_ttft", "usage_prompt_tokens", "usage_reasoning_tokens",
        "usage_completion_tokens", "usage_output_tokens", "usage_total_tokens", "usage_tokens_per_second",
    ];

    private readonly TestSurroundings _surroundings = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task K1_Liveness_SaysWhoIsUp()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        using var body = JsonDocument.Parse(await served.Api.GetStringAsync("/v1/liveness", Cancellation));
        body.RootElement.GetProperty("status").GetString().ShouldBe("up");
        body.RootElement.GetProperty("build").GetString().ShouldNotBeNullOrEmpty();
        body.RootElement.GetProperty("host").GetString().ShouldBe(Dns.GetHostName());
        body.RootElement.GetProperty("GOMAXPROCS").GetInt32().ShouldBe(Environment.ProcessorCount);
    }

    [Fact]
    public async Task K2_Readiness_Is200()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        (await served.Api.GetAsync("/v1/readiness", Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task K3_Metrics_AreTextOfVersion004()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        using var page = await served.Debug.GetAsync("/metrics", Cancellation);
        page.Content.Headers.ContentType!.ToString().ShouldStartWith("text/plain; version=0.0.4");
    }

    [Fact]
    public async Task K4_Counters_StartAtZeroUnderTheirOwnNames()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        var page = await PageAsync(served);
        foreach (var name in (string[])["requests", "errors", "panics"])
        {
            page.ShouldContain($"\n{name} 0\n");
            page.ShouldNotContain($"\n{name}_total");
        }
    }

    [Fact]
    public async Task K5_TimeToFirstToken_IsAbsentBeforeTheFirst()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        (await PageAsync(served)).ShouldNotContain("model_ttft_avg");
    }

    [Fact]
    public async Task K6_TimeToFirstToken_AfterOneChatIsThriceTheSame()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        await served.ChatAsync();
        var page = await PageAsync(served);
        page.Split('\n').Count(line => line.StartsWith($"model_ttft_avg{Id} ", StringComparison.Ordinal)).ShouldBe(1);
        Value(page, "model_ttft_min").ShouldBe(Value(page, "model_ttft_avg"));
        Value(page, "model_ttft_max").ShouldBe(Value(page, "model_ttft_avg"));
    }

    [Fact]
    public async Task K7_EveryTriple_AfterOneChatIsThreeGauges()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        await served.ChatAsync();
        var lines = (await PageAsync(served)).Split('\n');
        foreach (var name in s_stems.SelectMany(stem => (string[])[$"{stem}_avg", $"{stem}_min", $"{stem}_max"]))
        {
            lines.Count(line => line.StartsWith(name + "{", StringComparison.Ordinal)).ShouldBe(1, name);
            lines.ShouldContain($"# TYPE {name} gauge");
        }
    }

    [Fact]
    public async Task K8_PromptTokens_OfTwoChatsAverageExactly()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        var first = (await UsageAsync(served, "Hi")).GetProperty("prompt_tokens").GetInt32();
        var second = (await UsageAsync(served, "What does the p99 latency of a service tell me about its users?")).GetProperty("prompt_tokens").GetInt32();
        second.ShouldBeGreaterThan(first);
        var page = await PageAsync(served);
        Value(page, "usage_prompt_tokens_min").ShouldBe(first);
        Value(page, "usage_prompt_tokens_max").ShouldBe(second);
        Value(page, "usage_prompt_tokens_avg").ShouldBe((first + second) / 2.0);
    }

    [Fact]
    public async Task K9_TimeToFirstToken_IsWhatTheClientIsTold()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        var told = (await UsageAsync(served, "Hi")).GetProperty("time_to_first_token_ms").GetDouble();
        Value(await PageAsync(served), "model_ttft_max").ShouldBe(told / 1000, 0.001);
    }

    [Fact]
    public async Task K10_Liveness_IsNotCounted()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        for (var i = 0; i < 5; i++) await served.Api.GetStringAsync("/v1/liveness", Cancellation);
        (await PageAsync(served)).ShouldContain("\nrequests 0\n");
    }

    [Fact]
    public async Task K11_UnknownModel_Is404AndCountedOnce()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        using var answer = await PostAsync(served, "/v1/chat/completions", """{"model":"no-such-model","messages":[{"role":"user","content":"hi"}]}""");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        body.RootElement.EnumerateObject().Select(property => property.Name).ShouldBe(["code", "message"]);
        var page = await PageAsync(served);
        page.ShouldContain("\nrequests 1\n");
        page.ShouldContain("\nerrors 1\n");
        page.ShouldNotContain("\nusage_");
    }

    [Fact]
    public async Task K12_Stream_EndsWithUsageAndDone()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        using var answer = await PostAsync(served, "/v1/chat/completions", $$"""{"model":"{{Model}}","stream":true,"messages":[{"role":"user","content":"hi"}]}""");
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        var events = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.ShouldAllBe(line => line.StartsWith("data: ", StringComparison.Ordinal));
        events[^1].ShouldBe("data: [DONE]");
        JsonDocument.Parse(events[^2][6..]).RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task K21_Unload_TakesTheMemoryGaugesAndLeavesTheTriples()
    {
        await using var served = await ServedModel.StartAsync(_surroundings);
        (await PageAsync(served)).ShouldContain($"\nvram_total_bytes{Id} ");
        using (var answer = await PostAsync(served, "/v1/models/unload", $$"""{"id":"{{Model}}"}"""))
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await PageAsync(served);
        page.ShouldNotContain("\nvram_total_bytes{");
        page.ShouldContain($"\nmodel_load_avg{Id} ");
        (await served.Debug.GetStringAsync("/metrics?pack=otel", Cancellation)).ShouldContain($"\nvitrine_model_offered{{gen_ai_request_model=\"{Model}\"}} 0\n");
    }

    private static Task<string> PageAsync(ServedModel served) => served.Debug.GetStringAsync("/metrics", Cancellation);

    private static double Value(string page, string name) => double.Parse(page.Split('\n').Single(line => line.StartsWith(name + Id, StringComparison.Ordinal))[(name.Length + Id.Length + 1)..], CultureInfo.InvariantCulture);

    private static Task<HttpResponseMessage> PostAsync(ServedModel served, string path, string json) =>
        served.Api.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancellation);

    private static async Task<JsonElement> UsageAsync(ServedModel served, string question)
    {
        using var answer = await PostAsync(served, "/v1/chat/completions", $$"""{"model":"{{Model}}","max_tokens":4,"messages":[{"role":"user","content":"{{question}}"}]}""");
        answer.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("usage");
    }
}
