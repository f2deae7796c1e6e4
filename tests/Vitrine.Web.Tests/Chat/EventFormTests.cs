using System.Text.Json;
using System.Text.RegularExpressions;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Chat;

/// <summary>The answer as events, held to <c>docs/format/chat-events.md</c> by a golden file.</summary>
public sealed partial class EventFormTests
{
    private static readonly string[] s_story =
    [
        """data: {"id":"c-1","model":"llama3.2","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""" + "\n\n",
        """data: {"id":"c-1","model":"llama3.2","choices":[{"index":0,"delta":{"reasoning_content":"A greeting."}}]}""" + "\n\n",
        Answers.Piece("Hi"),
        Answers.Piece(" \"<b>\n\u00e9…"),
        """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"timings":{"prompt_ms":30.1,"predicted_per_second":55.2}}""" + "\n\n",
        Answers.Usage(12, 34),
        Answers.Done,
    ];

    [Theory]
    [InlineData("/chat/sse", null)]
    [InlineData("/chat", "text/event-stream; v=1")]
    [InlineData("/chat", "text/html, text/event-stream;v=1;q=0.9")]
    public async Task Answer_AsEvents_MatchesTheGoldenFile(string path, string? accept)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_story));
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.PostAsync(path, """{"message":"Hi"}""", CancellationToken.None, accept is null ? [] : [("Accept", accept)]);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/event-stream; charset=utf-8");
        var body = await response.Content.ReadAsStringAsync();
        var golden = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Chat", "answer.events.txt"));
        Volatile().Replace(body, "$1…").ShouldBe(golden);

        var done = JsonDocument.Parse(body.Split("event: done\ndata: ")[1]).RootElement;
        done.GetProperty("request_id").GetString().ShouldBe(response.Headers.GetValues("X-Request-Id").Single());
        done.GetProperty("trace_id").GetString().ShouldBe(response.Headers.GetValues("X-Trace-Id").Single());
        done.GetProperty("timings").GetProperty("total_ms").GetDouble().ShouldBeGreaterThanOrEqualTo(done.GetProperty("timings").GetProperty("first_token_ms").GetDouble());
        await chat.ShouldBeAtRestAsync();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream; v=2")]
    [InlineData("*/*")]
    public async Task Answer_WithoutTheVersion_IsBareText(string? accept)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_story));
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.PostAsync("/chat", """{"message":"Hi"}""", CancellationToken.None, accept is null ? [] : [("Accept", accept)]);
        (await response.Content.ReadAsStringAsync()).ShouldBe("Hi \"<b>\né…");
        response.Headers.Contains("X-Request-Id").ShouldBeTrue();
        response.Headers.Contains("X-Trace-Id").ShouldBeTrue();
    }

    [Fact]
    public async Task Failure_BeforeTheFirstPiece_HasItsStatusAndTheEvent()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Json(429, "{}"));
        await using var chat = await ChatFixture.StartAsync(upstream);
        var (status, body) = await chat.SendAsync("/chat/sse", """{"message":"Hi"}""");
        status.ShouldBe(429);
        body.ShouldStartWith("event: error\ndata: {\"type\":\"rate_limit\",\"message\":\"The model's server takes no more requests for the moment. Try again later.\",\"status\":429,\"request_id\":\"");
        (await chat.SendAsync("/chat/sse", "x")).Body.ShouldStartWith("event: error\ndata: {\"type\":\"invalid_request\",\"message\":\"Invalid request body\",\"status\":400,");
    }

    [Fact]
    public async Task Answer_OfNoPieces_IsDoneAndEmpty()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Usage(3, 0), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.ChatAsync()).ShouldBe((200, ""));
        var (_, body) = await chat.SendAsync("/chat/sse", """{"message":"Hi"}""");
        body.ShouldContain("\"usage\":{\"input_tokens\":3,\"output_tokens\":0,\"estimated\":false}");
        body.ShouldNotContain("first_token_ms");
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count")).ShouldBeNull();
    }

    [Fact]
    public async Task Usage_AsTheUpstreamCountsIt_IsCounted()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(s_story));
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync();
        var label = $"model=\"{ChatFixture.Model}\"";
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"input\"", label)).ShouldBe(12);
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"", label)).ShouldBe(34);
        (await chat.SumAsync("genai_app_llamacpp_prompt_eval_seconds_sum", label)).ShouldNotBeNull().ShouldBe(0.0301, 1e-6);
        (await chat.SumAsync("genai_app_llamacpp_tokens_per_second", label)).ShouldBe(55.2);
    }

    /// <summary>What differs from run to run: ids and measured times.</summary>
    [GeneratedRegex(""""((?:_id":"|(?:first_token|total)_ms":))(?:[0-9a-f-]+(?=")|[0-9.]+)"""")]
    private static partial Regex Volatile();
}
