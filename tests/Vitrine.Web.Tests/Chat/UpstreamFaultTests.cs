using Vitrine.Testing;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Chat;

/// <summary>Model servers that misbehave. In every case the page reads one sentence or a cut connection, the error is counted once, and gauges, lines and series agree.</summary>
public sealed class UpstreamFaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(400, 502, "upstream_error", "The model's server refused the request.")]
    [InlineData(401, 502, "upstream_error", "The model's server does not accept the key of this application.")]
    [InlineData(404, 502, "upstream_error", "The model's server does not know this model.")]
    [InlineData(429, 429, "rate_limit", "The model's server takes no more requests for the moment. Try again later.")]
    [InlineData(500, 502, "upstream_error", "The model's server failed.")]
    [InlineData(503, 502, "upstream_error", "The model's server is not ready for requests.")]
    [InlineData(504, 504, "timeout", "The model's server ran out of time.")]
    [InlineData(302, 502, "upstream_error", "The model's server refused the request.")]
    public async Task Refusals_BecomeOneSentence(int upstreamStatus, int status, string type, string sentence)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Json(upstreamStatus, """{"error":{"message":"your secret prompt"}}"""));
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.ChatAsync()).ShouldBe((status, sentence));
        await ShouldHaveFailedAsync(chat, type, status);
        chat.Lines.ShouldAllBe(line => !line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Html_IsNoAnswer()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Body(200, "text/html", "<html>Sign in</html>"));
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.ChatAsync()).ShouldBe((502, "What answers in the place of the model's server is not one."));
        await ShouldHaveFailedAsync(chat, "upstream_error", 502);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"del\n\n", "sent what cannot be read")]
    [InlineData("data: <html>\n\n", "sent what cannot be read")]
    [InlineData("event: error\ndata: {\"message\":\"your secret prompt\"}\n\n", "reported a failure")]
    [InlineData("data: {\"error\":{\"message\":\"your secret prompt\"}}\n\n", "reported a failure")]
    [InlineData("", "broke off its answer")]
    [InlineData(": keep-alive\n\n", "broke off its answer")]
    [InlineData("data: {\"choices\":[", "broke off its answer")]
    public async Task StreamThatFailsBeforeItsFirstPiece_Is502(string events, string sentence)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(events));
        await using var chat = await ChatFixture.StartAsync(upstream);
        var (status, body) = await chat.ChatAsync();
        status.ShouldBe(502);
        body.ShouldContain(sentence);
        await ShouldHaveFailedAsync(chat, "stream_error", 502);
        chat.Lines.ShouldAllBe(line => !line.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task EventBeyondTheLimit_IsRefused()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece(new string('x', 1 << 20))));
        await using var chat = await ChatFixture.StartAsync(upstream);
        (await chat.ChatAsync()).ShouldBe((502, "The model's server sent what cannot be read."));
        await ShouldHaveFailedAsync(chat, "stream_error", 502);
    }

    [Fact]
    public async Task CutInMidAnswer_CutsThePage()
    {
        var piece = Answers.Piece("Once");
        await using var upstream = await RawUpstream.StartAsync($"{Head}Transfer-Encoding: chunked\r\n\r\n{piece.Length:x}\r\n{piece}\r\n");
        await using var chat = await ChatFixture.StartAsync(upstream.Address);
        using var response = await chat.PostAsync("/chat", """{"message":"Hi"}""");
        ((int)response.StatusCode).ShouldBe(200);
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = new byte[4];
        await body.ReadExactlyAsync(read);
        read.ShouldBe("Once"u8.ToArray());
        await Should.ThrowAsync<IOException>(() => body.ReadAsync(read).AsTask());
        await ShouldHaveFailedAsync(chat, "stream_error", 200);
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_first_token_latency_seconds_count")).ShouldBe(1);
    }

    [Fact]
    public async Task CutInMidAnswer_IsAnErrorEventForWhoReadsEvents()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("Once")));
        await using var chat = await ChatFixture.StartAsync(upstream);
        var (status, body) = await chat.SendAsync("/chat/sse", """{"message":"Hi"}""");
        status.ShouldBe(200);
        body.ShouldStartWith("event: delta\ndata: {\"text\":\"Once\"}\n\nevent: error\ndata: {\"type\":\"stream_error\",\"message\":\"The model's server broke off its answer.\",\"status\":502,");
        await ShouldHaveFailedAsync(chat, "stream_error", 200);
    }

    [Fact]
    public async Task SilentBeforeItsAnswer_Is504()
    {
        var clock = new ManualClock();
        var held = new HeldAnswer();
        await using var upstream = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { FirstByteTimeout = s_patience }, clock);
        var asked = chat.ChatAsync();
        await upstream.ReceiveAsync();
        clock.Advance(s_patience);
        (await asked).ShouldBe((504, "The model's server did not answer in time."));
        await held.Left;
        await ShouldHaveFailedAsync(chat, "timeout", 504);
    }

    [Fact]
    public async Task SilentInMidAnswer_CutsThePage()
    {
        var clock = new ManualClock();
        var held = new HeldAnswer().Say(Answers.Piece("Once"));
        await using var upstream = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { IdleTimeout = s_patience }, clock);
        using var response = await chat.PostAsync("/chat", """{"message":"Hi"}""");
        await using var body = await response.Content.ReadAsStreamAsync();
        var read = new byte[4];
        await body.ReadExactlyAsync(read);
        read.ShouldBe("Once"u8.ToArray());
        // The console awaits the next event as soon as it has sent the last; how soon, nothing announces.
        var end = body.ReadAsync(read).AsTask();
        while (!end.IsCompleted) { clock.Advance(s_patience); await Task.Delay(10); }
        await Should.ThrowAsync<IOException>(end);
        await held.Left;
        await ShouldHaveFailedAsync(chat, "timeout", 200);
    }

    [Fact]
    public async Task PageLeavesInMidAnswer_EndsTheUpstreamAtOnceAndIsNobodysError()
    {
        var held = new HeldAnswer().Say(Answers.Piece("Once"));
        await using var upstream = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var chat = await ChatFixture.StartAsync(upstream);
        using (var response = await chat.PostAsync("/chat", """{"message":"Hi"}"""))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[4]);
        }

        await held.Left;
        await chat.ShouldBeAtRestAsync();
        (await chat.SumAsync("genai_app_errors_total")).ShouldBeNull();
        (await chat.SumAsync("genai_app_chat_tokens_total", "direction=\"output\"")).ShouldBe(1);
        chat.Lines.ShouldAllBe(line => !line.Contains("Error in stream", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ManyPagesLeaveAtOnce_NothingStays()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var leaving = new CancellationTokenSource();
        var asked = Enumerable.Range(0, 20).Select(_ => chat.PostAsync("/chat", """{"message":"Hi"}""", leaving.Token)).ToArray();
        for (var i = 0; i < asked.Length; i++) await upstream.ReceiveAsync();
        (await chat.SumAsync("genai_app_active_requests")).ShouldBe(20);
        await leaving.CancelAsync();
        foreach (var one in asked) await Should.ThrowAsync<OperationCanceledException>(one);
        await chat.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task ConsoleStops_EndsTheUpstreamAndIsItsOwnError()
    {
        var held = new HeldAnswer().Say(Answers.Piece("Once"));
        await using var upstream = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var chat = await ChatFixture.StartAsync(upstream);
        using var response = await chat.PostAsync("/chat", """{"message":"Hi"}""");
        await chat.StopAsync();
        await held.Left;
        chat.Lines.ShouldContain(line => line.Contains("\"message\":\"Error in stream\"", StringComparison.Ordinal) && line.Contains("\"error_type\":\"shutdown\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BodyBeyondTheLimit_Is413()
    {
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { MaxBodyBytes = 1024 });
        (await chat.ChatAsync(new string('x', 2000))).ShouldBe((413, "The request is longer than 1024 bytes."));
        await ShouldHaveFailedAsync(chat, "body_too_large", 413);
        upstream.Received.ShouldBeEmpty();
    }

    private static async Task ShouldHaveFailedAsync(ChatFixture chat, string type, int status)
    {
        await chat.ShouldBeAtRestAsync();
        (await chat.SumAsync("genai_app_errors_total")).ShouldBe(1);
        (await chat.SumAsync("genai_app_errors_total", $"type=\"{type}\"", "operation=\"chat\"")).ShouldBe(1);
        (await chat.SumAsync("genai_app_http_requests_total", $"status=\"{status}\"")).ShouldBe(1);
    }
}
