using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Reports;

/// <summary>What pages and engines report (A12, A13, A15), well and badly formed.</summary>
public sealed class ReportTests
{
    private const string ModelLabel = $"model=\"{ChatFixture.Model}\"";

    [Fact]
    public async Task A12_PageReportsAnError_IsCountedUnderItsType()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.SendAsync("/metrics/error", """{"error_type":"api_error","status_code":500,"input_length":3,"timestamp":"2025-01-01T00:00:00Z"}""")).ShouldBe((200, ""));
        (await chat.SendAsync("/metrics/error", """{"error_type":"<script>\n# HELP x"}""")).ShouldBe((200, ""));
        (await chat.SendAsync("/metrics/error", "{}")).ShouldBe((200, ""));
        (await chat.SumAsync("genai_app_errors_total", "type=\"api_error\"", "operation=\"frontend\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_errors_total", "type=\"other\"", "operation=\"frontend\"")).ShouldBe(2);
        (await chat.SumAsync("genai_app_http_requests_total", "endpoint=\"/metrics/error\"", "status=\"200\"")).ShouldBe(3);
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A13_PageReportsAnAnswer_IsObservedApartFromWhatIsMeasuredHere()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync();
        (await chat.SendAsync("/metrics/log", """{"message_id":"1","tokens_in":3,"tokens_out":9,"response_time_ms":800,"time_to_first_token_ms":120}""")).ShouldBe((200, ""));
        (await chat.SendAsync("/metrics/log", """{"message_id":1746090000000,"time_to_first_token_ms":0}""")).ShouldBe((200, ""));
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count", "model=\"client\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_first_token_latency_seconds_sum", "model=\"client\"")).ShouldBe(0.12);
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count", ModelLabel)).ShouldBe(1);
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"")).ShouldBe(1);
    }

    [Fact]
    public async Task A15_EngineReport_ActsOnGaugesAndSummary()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.SendAsync("/metrics/llamacpp", """{"context_size":4096,"prompt_eval_time_ms":100,"tokens_per_second":39.2,"memory_per_token_bytes":32768.5,"threads_used":4,"batch_size":512,"model_type":"llama.cpp"}""")).ShouldBe((200, ""));
        var engine = (await chat.GetAsync("/metrics/summary")).GetProperty("llamaCppMetrics");
        engine.EnumerateObject().Select(figure => $"{figure.Name}={figure.Value}").ShouldBe(["contextSize=4096", "promptEvalTime=100", "tokensPerSecond=39.2", "memoryPerToken=32768", "threadsUsed=4", "batchSize=512", "modelType=llama.cpp"]);
        foreach (var (family, value) in ((string, double)[])[("context_size", 4096), ("tokens_per_second", 39.2), ("memory_per_token_bytes", 32768), ("threads_used", 4), ("batch_size", 512), ("prompt_eval_seconds_sum", 0.1)])
            (await chat.SumAsync($"genai_app_llamacpp_{family}", ModelLabel)).ShouldBe(value, family);
        (await chat.GetAsync("/health")).GetProperty("model_info").GetProperty("contextWindow").GetInt32().ShouldBe(4096);
    }

    [Theory]
    [InlineData("/metrics/log", "x")]
    [InlineData("/metrics/log", "")]
    [InlineData("/metrics/log", "[]")]
    [InlineData("/metrics/log", """{"tokens_in":-1}""")]
    [InlineData("/metrics/log", """{"tokens_in":"3"}""")]
    [InlineData("/metrics/log", """{"tokens_in":1.5}""")]
    [InlineData("/metrics/log", """{"tokens_in":1e300}""")]
    [InlineData("/metrics/log", """{"response_time_ms":1e12}""")]
    [InlineData("/metrics/log", """{"message_id":{}}""")]
    [InlineData("/metrics/log", """{"message_id":"\ud800"}""")]
    [InlineData("/metrics/error", """{"error_type":7.5e400""")]
    [InlineData("/metrics/error", """{"error_type":["api_error"]}""")]
    [InlineData("/metrics/error", """{"status_code":"500"}""")]
    [InlineData("/metrics/llamacpp", """{"tokens_per_second":-1}""")]
    [InlineData("/metrics/llamacpp", """{"context_size":true}""")]
    [InlineData("/metrics/llamacpp", """{"context_size":4096}{}""")]
    public async Task BadReports_Are400AndMoveNothingElse(string path, string body)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.SendAsync(path, body)).ShouldBe((400, "Invalid request body"));
        (await chat.SumAsync("genai_app_errors_total")).ShouldBe(1);
        (await chat.SumAsync("genai_app_errors_total", "type=\"invalid_request\"", $"operation=\"{path[1..].Replace('/', '_')}\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_llamacpp_context_size")).ShouldBeNull();
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count")).ShouldBeNull();
        chat.Lines.ShouldContain(line => line.Contains("Invalid request body", StringComparison.Ordinal));
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task LongReports_Are413()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.SendAsync("/metrics/error", $$"""{"error_type":"{{new string('x', 20_000)}}"}""")).Status.ShouldBe(413);
    }

    [Theory]
    [InlineData("GET", "/metrics/log")]
    [InlineData("PUT", "/metrics/error")]
    [InlineData("DELETE", "/metrics/llamacpp")]
    [InlineData("POST", "/metrics/summary")]
    [InlineData("POST", "/models")]
    [InlineData("BREW", "/chat/sse")]
    public async Task OtherMethods_Are405UnderTheirPath(string method, string path)
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((405, "Method not allowed"));
        (await chat.SumAsync("genai_app_http_requests_total", $"endpoint=\"{path}\"", $"method=\"{(method == "BREW" ? "other" : method)}\"", "status=\"405\"")).ShouldBe(1);
    }
}
