using System.Globalization;
using System.Net;
using System.Text.Json;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Chat;

/// <summary>The contract's checks of the chat (A1 to A11), against the running console.</summary>
public sealed class ChatAcceptanceTests
{
    private const string ChatLabels = "endpoint=\"/chat\"";
    private const string ModelLabel = $"model=\"{ChatFixture.Model}\"";
    private static readonly string[] s_pieces = ["Once", " upon", " a", " time", "."];

    [Fact]
    public async Task A01_Health_TellsMemoryUptimeAndModel()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.Client.GetAsync("/health");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var health = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        health.GetProperty("status").GetString().ShouldBe("ok");
        health.GetProperty("uptime").GetString().ShouldNotBeNull().ShouldEndWith("s");
        health.GetProperty("timestamp").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        health.GetProperty("mem_stats").GetProperty("alloc").GetInt64().ShouldBeGreaterThan(0);
        health.GetProperty("model_info").GetProperty("model").GetString().ShouldBe(ChatFixture.Model);
        health.GetProperty("model_info").GetProperty("modelType").GetString().ShouldBe("llama.cpp");
        upstream.Received.ShouldBeEmpty("health asks nobody");
        (await chat.SumAsync("genai_app_http_requests_total")).ShouldBeNull("probes are not counted");
    }

    [Fact]
    public async Task A02_Readiness_FollowsTheModelEndpoint()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var ready = await ChatFixture.StartAsync(upstream);
        (await ready.GetAsync("/readiness")).GetProperty("status").GetString().ShouldBe("ready");

        var gone = await ScriptedUpstream.StartAsync();
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var alone = await ChatFixture.StartAsync(address);
        using var response = await alone.Client.GetAsync("/readiness");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await response.Content.ReadAsStringAsync()).ShouldContain("The model's server cannot be reached");
    }

    [Fact]
    public async Task A03_A04_OneOfEach_ShowsAllFourteenFamilies()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Story());
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync();
        await chat.SendAsync("/metrics/error", """{"error_type":"api_error","status_code":500,"input_length":3,"timestamp":"2025-01-01T00:00:00Z"}""");
        await chat.SendAsync("/metrics/llamacpp", """{"context_size":4096,"prompt_eval_time_ms":100,"tokens_per_second":39.2,"memory_per_token_bytes":32768,"threads_used":4,"batch_size":512,"model_type":"llama.cpp"}""");
        var page = await chat.PageAsync();
        var types = page.Split('\n').Where(line => line.StartsWith("# TYPE genai_app_", StringComparison.Ordinal)).ToArray();
        types.Length.ShouldBe(14);
        types.ShouldContain("# TYPE genai_app_first_token_latency_seconds histogram");
        page.Split('\n').Where(line => line.StartsWith("genai_app_first_token_latency_seconds_bucket", StringComparison.Ordinal))
            .Select(line => line.Split("le=\"")[1].Split('"')[0]).Distinct().ShouldBe(["0.05", "0.1", "0.25", "0.5", "1", "2", "5", "+Inf"]);
    }

    [Fact]
    public async Task A05_A06_OneChat_IsCountedOnce()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Story());
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync();
        (await chat.SumAsync("genai_app_http_requests_total", ChatLabels, "method=\"POST\"", "status=\"200\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_http_request_duration_seconds_count", ChatLabels, "method=\"POST\"")).ShouldBe(1);
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A07_NoUsageUpstream_EstimatesFourCharactersAToken()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Story());
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync(new string('x', 400));
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"input\"", ModelLabel)).ShouldBe(100);
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"", ModelLabel)).ShouldBe(5);
    }

    [Fact]
    public async Task A08_FiveDeltas_AreTheBareTextAndTheSpeedOfTheirGaps()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Story(gap: TimeSpan.FromMilliseconds(100)));
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.PostAsync("/chat", """{"message":"A story"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        (await response.Content.ReadAsStringAsync()).ShouldBe("Once upon a time.");
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"")).ShouldBe(5);
        // Four gaps of at least 100 ms: at most ten tokens a second, fewer on a busy machine.
        (await chat.SumAsync("genai_app_llamacpp_tokens_per_second", ModelLabel)).ShouldNotBeNull().ShouldBeInRange(0.5, 10.5);
        (await chat.SumAsync("genai_app_model_latency_seconds_count", ModelLabel, "operation=\"inference\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count", ModelLabel)).ShouldBe(1);
    }

    [Fact]
    public async Task A09_ActiveRequests_RiseAndFallWhateverHappens()
    {
        var held = new HeldAnswer();
        await using var upstream = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var leaving = new CancellationTokenSource();
        var asked = chat.PostAsync("/chat", """{"message":"Hi"}""", leaving.Token);
        await upstream.ReceiveAsync();
        (await chat.SumAsync("genai_app_active_requests")).ShouldBe(1);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        await held.Left;
        await chat.ShouldBeAtRestAsync();

        upstream.Next(Answers.HangUp);
        (await chat.ChatAsync()).Status.ShouldBe(502);
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task A10_BadBodyAndWrongMethod_AreRefusedAndCounted()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.SendAsync("/chat", "x")).ShouldBe((400, "Invalid request body"));
        (await chat.SumAsync("genai_app_http_requests_total", ChatLabels, "status=\"400\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_errors_total", "type=\"invalid_request\"", "operation=\"chat\"")).ShouldBe(1);

        using var got = await chat.Client.GetAsync("/chat");
        got.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        got.Content.Headers.Allow.ShouldBe(["POST"]);
        (await got.Content.ReadAsStringAsync()).ShouldBe("Method not allowed");
        (await chat.SumAsync("genai_app_http_requests_total", ChatLabels, "method=\"GET\"", "status=\"405\"")).ShouldBe(1);
        upstream.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A11_UpstreamDown_CountsTheErrorAndNo200()
    {
        var gone = await ScriptedUpstream.StartAsync();
        var address = gone.Address;
        await gone.DisposeAsync();
        await using var chat = await ChatFixture.StartAsync(address);
        (await chat.ChatAsync()).ShouldBe((502, "The model's server cannot be reached."));
        (await chat.SumAsync("genai_app_errors_total", "type=\"upstream_error\"", "operation=\"chat\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_http_requests_total", ChatLabels, "status=\"200\"")).ShouldBeNull();
        (await chat.SumAsync("genai_app_chat_tokens_total")).ShouldBeNull("nobody read the prompt");
    }

    private static Microsoft.AspNetCore.Http.RequestDelegate Story(TimeSpan gap = default) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        for (var i = 0; i < s_pieces.Length; i++)
        {
            if (i > 0 && gap > TimeSpan.Zero) await Task.Delay(gap);
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Answers.Piece(s_pieces[i]));
            await context.Response.Body.FlushAsync();
        }

        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Answers.Done);
    };
}
