using System.Text;
using System.Text.Json;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Pods that misbehave. In every case the client reads the documented error, and lines, series and gauges agree afterwards.</summary>
public sealed class UpstreamFaultTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: ";
    private const string AllFailed = "\"request to all pods failed\"";

    [Fact]
    public async Task ClosesInMidStream_CutsTheClientAndIsNotRepeated()
    {
        var begin = Answers.Piece("a");
        await using var pod = await RawUpstream.StartAsync($"{Head}text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{begin.Length:x}\r\n{begin}\r\n");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        (await ReadUntilCutAsync(gateway)).ShouldBe(begin);
        await ShouldHaveFailedAsync(gateway, 200, "upstream_closed", "the upstream closed the connection in mid-answer");
        pod.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task ClosesInMidStream_WhatItSaidReachesTheClientEveryTime()
    {
        var begin = string.Concat(Enumerable.Range(0, 300).Select(i => Answers.Piece($"token {i}")));
        await using var pod = await RawUpstream.StartAsync($"{Head}text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{begin.Length:x}\r\n{begin}\r\n");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        for (var i = 0; i < 20; i++) (await ReadUntilCutAsync(gateway)).ShouldBe(begin);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"del")]
    [InlineData("")]
    public async Task EndsItsStreamBeforeTheAnswerDoes_IsCutLikeABrokenConnection(string tail)
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), tail));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await ReadUntilCutAsync(gateway)).ShouldBe(Answers.Piece("a") + tail);
        var line = await ShouldHaveFailedAsync(gateway, 200, "upstream_closed", "the upstream closed the connection in mid-answer");
        line.GetProperty("output_tokens").GetInt64().ShouldBe(1);
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}\n\n")]
    [InlineData("data: [DONE]\n\n")]
    public async Task SaysHowItsStreamEnds_IsWhole(string end)
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), end));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(Ask.Stream)).ShouldBe((200, Answers.Piece("a") + end));
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task EndsItsStreamBeforeItsFirstEvent_Is502()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events());
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(Ask.Stream)).ShouldBe((502, "\"the upstream closed the connection in mid-answer\""));
        await ShouldHaveFailedAsync(gateway, 502, "upstream_closed", "the upstream closed the connection in mid-answer");
    }

    [Fact]
    public async Task NeverAnswers_Is504WithTheDocumentsMessage()
    {
        var clock = new ManualClock();
        var held = new HeldAnswer();
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.Server("s1", [pod], "trafficPolicy: { timeout: 30s }")), options => options with { Clock = clock });
        var asked = gateway.AskAsync();
        await pod.ReceiveAsync();
        clock.Advance(TimeSpan.FromSeconds(30));
        (await asked).ShouldBe((504, "\"Model inference timeout after 30s\""));
        await held.Left;
        await ShouldHaveFailedAsync(gateway, 504, "timeout", "Model inference timeout after 30s");
        pod.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task SilentInMidStream_IsCut()
    {
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { IdleTimeout = TimeSpan.FromMilliseconds(200) });
        using var response = await gateway.PostAsync(Ask.Stream);
        await Should.ThrowAsync<Exception>(() => response.Content.ReadAsStringAsync());
        await held.Left;
        await ShouldHaveFailedAsync(gateway, 200, "timeout", "Model inference timeout after 0.2s");
    }

    [Fact]
    public async Task SilentAfterItsHeaders_Is504()
    {
        var held = new HeldAnswer().Say("");
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { IdleTimeout = TimeSpan.FromMilliseconds(200) });
        (await gateway.AskAsync(Ask.Stream)).ShouldBe((504, "\"Model inference timeout after 0.2s\""));
        await held.Left;
        await ShouldHaveFailedAsync(gateway, 504, "timeout", "Model inference timeout after 0.2s");
    }

    [Fact]
    public async Task AnnouncesMoreThanItSends_CutsTheClient()
    {
        await using var pod = await RawUpstream.StartAsync($"{Head}application/json\r\nContent-Length: 1000\r\n\r\n{{\"choices\":");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        await Should.ThrowAsync<Exception>(() => gateway.AskAsync());
        await ShouldHaveFailedAsync(gateway, 200, "upstream_closed", "the upstream closed the connection in mid-answer");
    }

    [Fact]
    public async Task AnnouncesABodyAndSendsNone_Is502()
    {
        await using var pod = await RawUpstream.StartAsync($"{Head}application/json\r\nContent-Length: 1000\r\n\r\n");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        using var response = await gateway.PostAsync(Ask.Chat, headers: ("X-Request-ID", "mine"));
        ((int)response.StatusCode, await response.Content.ReadAsStringAsync()).ShouldBe((502, "\"the upstream closed the connection in mid-answer\""));
        response.Headers.GetValues("X-Request-ID").ShouldBe(["mine"]);
        await ShouldHaveFailedAsync(gateway, 502, "upstream_closed", "the upstream closed the connection in mid-answer");
    }

    [Fact]
    public async Task SendsMoreThanItAnnounced_TheClientReadsWhatWasAnnounced()
    {
        await using var pod = await RawUpstream.StartAsync(Head + "application/json\r\nContent-Length: 2\r\n\r\n{}{}{}{}HTTP/1.1 500 No\r\n\r\n");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        for (var i = 0; i < 3; i++) (await gateway.AskAsync()).ShouldBe((200, "{}"));
        await gateway.ShouldBeAtRestAsync(3);
    }

    [Fact]
    public async Task AnswersWhatIsNoHttp_Is503()
    {
        await using var pod = await RawUpstream.StartAsync("SSH-2.0-OpenSSH_9.2\r\n");
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.ServerAt("s1", pod.Address)));
        (await gateway.AskAsync()).ShouldBe((503, AllFailed));
        await ShouldHaveFailedAsync(gateway, 503, "proxy", "request to all pods failed");
    }

    [Fact]
    public async Task AnswersHtml_PassesUnread()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Body(200, "text/html", "<html>Hello</html>"));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync()).ShouldBe((200, "<html>Hello</html>"));
        (await gateway.AccessAsync()).TryGetProperty("output_tokens", out _).ShouldBeFalse();
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task AnswersHtmlOfAProxy_Is503()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Body(502, "text/html", "<html>Bad Gateway</html>"));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync()).ShouldBe((503, AllFailed));
        var line = await ShouldHaveFailedAsync(gateway, 503, "proxy", "request to all pods failed");
        line.GetProperty("upstream_status_code").GetInt64().ShouldBe(502);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(422)]
    [InlineData(429)]
    public async Task Refuses_PassesUnchangedAndIsNotRepeated(int status)
    {
        const string Body = """{"error":{"message":"max_tokens is too large"}}""";
        await using var one = await ScriptedUpstream.StartAsync(Answers.Json(status, Body));
        await using var two = await ScriptedUpstream.StartAsync(Answers.Json(status, Body));
        await using var gateway = await GatewayFixture.StartAsync(one, two);
        (await gateway.AskAsync()).ShouldBe((status, Body));
        (one.Received.Count + two.Received.Count).ShouldBe(1);
        await ShouldHaveFailedAsync(gateway, status, "upstream_response", $"the upstream answered {status}");
    }

    [Fact]
    public async Task IsGone_AnotherAnswers()
    {
        await using var gone = await ScriptedUpstream.StartAsync();
        await using var here = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(gone, here);
        await gone.DisposeAsync();
        for (var i = 0; i < 10; i++) (await gateway.AskAsync()).Status.ShouldBe(200);
        here.Received.Count.ShouldBe(10);
        await gateway.ShouldBeAtRestAsync(10);
    }

    [Fact]
    public async Task HangsUp_TheBudgetEndsTheRepeating()
    {
        await using var one = await ScriptedUpstream.StartAsync(Answers.HangUp);
        await using var two = await ScriptedUpstream.StartAsync(Answers.HangUp);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(one, two), options => options with { RetryShare = 0, RetryReserve = 1 });
        (await gateway.AskAsync()).ShouldBe((503, AllFailed));
        (await gateway.AskAsync()).ShouldBe((503, AllFailed));
        (await gateway.AccessAsync()).GetProperty("upstream_attempts").GetInt64().ShouldBe(2);
        (await gateway.AccessAsync(1)).GetProperty("upstream_attempts").GetInt64().ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Fact]
    public async Task PairWhosePrefillFails_Is500()
    {
        await using var prefill = await ScriptedUpstream.StartAsync(Answers.Json(500, "\"boom\""));
        await using var decode = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.Pair("s1", prefill, decode)));
        (await gateway.AskAsync()).ShouldBe((500, "\"all prefill/decode attempts failed\""));
        decode.Received.ShouldBeEmpty();
        await ShouldHaveFailedAsync(gateway, 500, "proxy", "all prefill/decode attempts failed");
        (await gateway.SumAsync("kthena_router_request_prefill_duration_seconds_count", "status_code=\"500\"")).ShouldBe(1);
    }

    /// <summary>Asks for a stream and reads what comes before it is cut; it must be.</summary>
    private static async Task<string> ReadUntilCutAsync(GatewayFixture gateway)
    {
        using var response = await gateway.PostAsync(Ask.Stream);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var read = new MemoryStream();
        await Should.ThrowAsync<IOException>(() => body.CopyToAsync(read));
        return Encoding.UTF8.GetString(read.ToArray());
    }

    private static async Task<JsonElement> ShouldHaveFailedAsync(GatewayFixture gateway, int status, string type, string message)
    {
        var line = await gateway.AccessAsync();
        line.GetProperty("status_code").GetInt64().ShouldBe(status);
        line.GetProperty("error_type").GetString().ShouldBe(type);
        line.GetProperty("error_message").GetString().ShouldBe(message);
        (await gateway.SumAsync("kthena_router_requests_total", $"status_code=\"{status}\"", $"error_type=\"{type}\"")).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
        return line;
    }
}
