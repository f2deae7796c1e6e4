using System.Diagnostics;
using System.Text.Json;
using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Tests.Identity;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Telemetry.Guards;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What of a request reaches the pod, and what of its answer the client.</summary>
public sealed class ForwardedRequestTests
{
    [Fact]
    public async Task RequestId_IsForwardedAndAnswered()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var response = await gateway.PostAsync(Ask.Chat, headers: ("X-Request-ID", "mine"));
        response.Headers.GetValues("X-Request-ID").ShouldBe(["mine"]);
        pod.Received.Single().Headers["X-Request-ID"].ToString().ShouldBe("mine");
        (await gateway.AccessAsync()).GetProperty("request_id").GetString().ShouldBe("mine");
    }

    [Fact]
    public async Task HeadersOfTheConnection_StayOnTheirSide()
    {
        await using var pod = await ScriptedUpstream.StartAsync(context =>
        {
            context.Response.Headers.Connection = "X-Hop";
            context.Response.Headers["X-Hop"] = "pod";
            context.Response.Headers["X-End"] = "pod";
            return Answers.Chat(1, 1)(context);
        });
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var response = await gateway.PostAsync(Ask.Chat, "/v1/chat/completions?a=b%20c", headers: [("Connection", "X-Mine"), ("X-Mine", "1"), ("TE", "trailers"), ("Accept-Encoding", "gzip"), ("X-End", "2")]);
        var received = pod.Received.Single();
        received.Target.ShouldBe("/v1/chat/completions?a=b%20c");
        foreach (var name in new[] { "X-Mine", "TE", "Accept-Encoding", "Connection" }) received.Headers.ContainsKey(name).ShouldBeFalse(name);
        received.Headers["X-End"].ToString().ShouldBe("2");
        received.Headers.Host.ToString().ShouldBe(pod.Address.Authority);
        response.Headers.Contains("X-Hop").ShouldBeFalse();
        response.Headers.GetValues("X-End").ShouldBe(["pod"]);
    }

    [Fact]
    public async Task HeaderBeyondAscii_PassesAndHarmsNoPod()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var utf8 = new HttpMessageInvoker(new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8 });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway.Client.BaseAddress!, "/v1/chat/completions")) { Content = new StringContent(Ask.Chat) };
        request.Headers.TryAddWithoutValidation("X-Name", "Zoë");
        using var response = await utf8.SendAsync(request, CancellationToken.None);
        ((int)response.StatusCode).ShouldBe(200);
        pod.Received.Single().Headers["X-Name"].ToString().ShouldBe("Zoë");
    }

    [Fact]
    public async Task Decision_IsAnsweredToThoseWhoAsk()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var silent = await gateway.PostAsync(Ask.Chat);
        silent.Headers.Contains("X-Vitrine-Decision").ShouldBeFalse();
        using var told = await gateway.PostAsync(Ask.Chat, headers: ("X-Vitrine-Explain", "1"));
        using var decision = JsonDocument.Parse(told.Headers.GetValues("X-Vitrine-Decision").Single());
        decision.RootElement.ToString().ShouldContain("s1-p0");
        pod.Received.ShouldAllBe(received => !received.Headers.ContainsKey("X-Vitrine-Explain"));
    }

    [Fact]
    public async Task DecisionAmongManyPods_FitsItsHeader()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync([.. Enumerable.Repeat(pod, 300)]);
        using var told = await gateway.PostAsync(Ask.Chat, headers: ("X-Vitrine-Explain", "1"));
        var header = told.Headers.GetValues("X-Vitrine-Decision").Single();
        header.Length.ShouldBeLessThanOrEqualTo(4096);
        using var decision = JsonDocument.Parse(header);
        decision.RootElement.GetProperty("pods").GetInt32().ShouldBe(300);
        (decision.RootElement.GetProperty("considered").GetArrayLength() + decision.RootElement.GetProperty("more").GetInt32()).ShouldBe(300);
    }

    [Theory]
    [InlineData("Authorization", "Bearer 0123456789abcdef")]
    [InlineData("X-Api-Key", "0123456789abcdef")]
    public async Task KeyOfTheGateway_IsNotHandedOn(string header, string value)
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with
        {
            ConfigureTelemetry = static telemetry => (telemetry.Log, telemetry.ApiKeys) = (null, new ApiKeys([new("team", "0123456789abcdef")])),
        });
        (await gateway.AskAsync()).Status.ShouldBe(401);
        (await gateway.AskAsync(headers: (header, value))).Status.ShouldBe(200);
        pod.Received.Single().Headers.ContainsKey(header).ShouldBeFalse();
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Fact]
    public async Task KeyOfTheUpstream_IsHandedOnWhenTheGatewayHasNone()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(headers: ("Authorization", "Bearer upstream"))).Status.ShouldBe(200);
        pod.Received.Single().Headers.Authorization.ToString().ShouldBe("Bearer upstream");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TokenOfTheCaller_IsHandedOnWhenASettingSaysSo(bool forwards)
    {
        using var tokens = new TestTokens();
        using var folder = new TemporaryFolder();
        folder.Write("keys.json", tokens.Jwks);
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { Auth = new AuthOptions { Jwks = Path.Combine(folder.Path, "keys.json"), ForwardsToken = forwards } });
        var token = $"Bearer {tokens.Sign(new { sub = "ann", exp = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds() })}";
        (await gateway.AskAsync()).ShouldBe((401, """{"error":"Authorization header missing or invalid"}"""));
        (await gateway.AskAsync(headers: ("Authorization", token))).Status.ShouldBe(200);
        pod.Received.Single().Headers.Authorization.ToString().ShouldBe(forwards ? token : "");
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Theory]
    [InlineData("01", "attempt aggregated")]
    [InlineData("00", null)]
    public async Task TraceParent_IsTheAttempts(string flags, string? name)
    {
        var trace = ActivityTraceId.CreateRandom();
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        var stopped = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source == gateway.Telemetry.ActivitySource,
            Sample = (ref ActivityCreationOptions<ActivityContext> of) => of.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded) ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.PropagationData,
            ActivityStopped = stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        (await gateway.AskAsync(headers: ("traceparent", $"00-{trace}-00f067aa0ba902b7-{flags}"))).Status.ShouldBe(200);
        var sent = ActivityContext.Parse(pod.Received.Single().Headers["traceparent"].ToString(), null);
        sent.TraceId.ShouldBe(trace);
        sent.TraceFlags.ShouldBe(flags == "01" ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None);
        if (name is not null) stopped.Single(span => span.SpanId == sent.SpanId).DisplayName.ShouldBe(name);
        else stopped.ShouldNotContain(span => span.DisplayName.StartsWith("attempt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OtherPath_IsProxiedAsItIs()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Json(201, """{"id":"f"}"""));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var answer = await gateway.Client.DeleteAsync("/v1/files/a%2Fb?x=1");
        ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync()).ShouldBe((201, """{"id":"f"}"""));
        (pod.Received.Single().Method, pod.Received.Single().Target).ShouldBe(("DELETE", "/v1/files/a%2Fb?x=1"));
        await gateway.ShouldBeAtRestAsync(1);
    }
}
