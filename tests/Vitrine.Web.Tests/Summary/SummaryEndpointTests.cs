using Vitrine.Testing;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Summary;

/// <summary>The summary of the page's panel (A14, A21).</summary>
public sealed class SummaryEndpointTests
{
    [Fact]
    public async Task A14_Summary_HoldsTheMeanOfChats()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Usage(7, 3), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        for (var i = 0; i < 3; i++) await chat.ChatAsync();
        await chat.SendAsync("/chat/sse", """{"message":"Hi","model":"llama"}""");
        var summary = await chat.GetAsync("/metrics/summary");
        summary.GetProperty("totalRequests").GetInt64().ShouldBe(4);
        summary.GetProperty("tokensProcessed").GetInt64().ShouldBe(28, "summed over models");
        summary.GetProperty("tokensGenerated").GetInt64().ShouldBe(12);
        summary.GetProperty("activeUsers").GetInt64().ShouldBe(1);
        summary.GetProperty("errorRate").GetDouble().ShouldBe(0);
        var sum = await chat.SumAsync("genai_app_http_request_duration_seconds_sum", "endpoint=\"/chat") ?? 0;
        summary.GetProperty("averageResponseTime").GetDouble().ShouldBe(sum / 4, sum / 400);
    }

    [Fact]
    public async Task Summary_BeforeAnything_IsZeros()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.Client.GetStringAsync("/metrics/summary")).ShouldBe("""{"totalRequests":0,"averageResponseTime":0,"tokensGenerated":0,"tokensProcessed":0,"activeUsers":0,"errorRate":0}""");
    }

    [Fact]
    public async Task Summary_Failures_AreAShareOfChats()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        for (var i = 0; i < 3; i++) await chat.ChatAsync();
        upstream.Next(Answers.Json(500, "{}"));
        await chat.ChatAsync();
        await chat.SendAsync("/metrics/error", """{"error_type":"api_error","status_code":502}""");
        using var got = await chat.Client.GetAsync("/chat");
        (await chat.GetAsync("/metrics/summary")).GetProperty("errorRate").GetDouble().ShouldBe(0.25);
        (await chat.GetAsync("/metrics/summary")).GetProperty("totalRequests").GetInt64().ShouldBe(4);
    }

    [Fact]
    public async Task Users_WhomAProxyNames_AreDistinct()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { UserHeader = "X-Forwarded-User" });
        foreach (var user in (string[])["ada", "bob", "ada"])
        {
            using var response = await chat.PostAsync("/chat", """{"message":"Hi"}""", CancellationToken.None, ("X-Forwarded-User", user));
            await response.Content.ReadAsStringAsync();
        }

        (await chat.GetAsync("/metrics/summary")).GetProperty("activeUsers").GetInt64().ShouldBe(2);
        chat.Lines.ShouldContain(line => line.Contains("\"user\":\"ada\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A21_RandomPaths_NeitherGrowThePageNorTheSummary()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream);
        await chat.ChatAsync();
        await chat.Client.GetAsync("/random/first");
        await chat.GetAsync("/metrics/summary");
        var before = await SeriesAsync();
        for (var i = 0; i < 150; i++) (await chat.Client.GetAsync($"/random/{Guid.NewGuid():N}/{i}")).StatusCode.ShouldBe(System.Net.HttpStatusCode.NotFound);
        (await SeriesAsync()).ShouldBe(before);
        (await chat.SumAsync("genai_app_http_requests_total", "endpoint=\"other\"", "status=\"404\"")).ShouldBe(151);
        (await chat.GetAsync("/metrics/summary")).GetProperty("totalRequests").GetInt64().ShouldBe(1);

        async Task<int> SeriesAsync() => (await chat.PageAsync()).Split('\n').Count(line => line.StartsWith("genai_app_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ModelsOfStrangers_FoldIntoOne()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        var clock = new ManualClock();
        await using var chat = await ChatFixture.StartAsync(upstream, clock: clock);
        for (var i = 0; i < 50; i++) await chat.SendAsync("/chat", $$"""{"message":"Hi","model":"stranger-{{i}}"}""");
        (await chat.SumAsync("genai_app_model_latency_seconds_count", "model=\"unknown\"")).ShouldBe(50);
        (await chat.PageAsync()).ShouldNotContain("stranger");
    }
}
