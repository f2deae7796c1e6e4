using System.Text.Json;
using Vitrine.Gateway.Tests.Support;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Streams and what the gateway learns of them as they pass.</summary>
public sealed class StreamTests
{
    [Fact]
    public async Task UsageNotWanted_IsAskedForAndStripped()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Piece("b"), Answers.Usage(5, 2), Answers.Done));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(Ask.Stream)).ShouldBe((200, Answers.Piece("a") + Answers.Piece("b") + Answers.Done));
        using var asked = JsonDocument.Parse(pod.Received.Single().Body);
        asked.RootElement.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
        (await gateway.AccessAsync()).GetProperty("output_tokens").GetInt64().ShouldBe(2);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task UsageWanted_IsKept()
    {
        const string Wanted = """{"model":"llama","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Hello."}]}""";
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Usage(5, 1), Answers.Done));
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(Wanted)).ShouldBe((200, Answers.Piece("a") + Answers.Usage(5, 1) + Answers.Done));
        pod.Received.Single().Body.ShouldBe(Wanted);
    }

    [Fact]
    public async Task EachPiece_ReachesTheClientBeforeTheNext()
    {
        var held = new HeldAnswer();
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(pod);
        var asked = gateway.PostAsync(Ask.Stream);
        held.Say(Answers.Piece("a"));
        using var response = await asked;
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        foreach (var text in "bcd")
        {
            (await body.ReadLineAsync()).ShouldBe(Answers.Piece(((char)(text - 1)).ToString()).TrimEnd());
            (await body.ReadLineAsync()).ShouldBe("");
            held.Say(Answers.Piece(text.ToString()));
        }

        held.Say(Answers.Done).End();
        (await body.ReadToEndAsync()).ShouldBe(Answers.Piece("d") + Answers.Done);
        (await gateway.AccessAsync()).GetProperty("output_tokens").GetInt64().ShouldBe(4);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task StreamLongerThanTheTimeoutOfItsBegin_GoesOn()
    {
        var clock = new Vitrine.Testing.ManualClock();
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.Server("s1", [pod], "trafficPolicy: { timeout: 1s }")), options => options with { Clock = clock });
        using var response = await gateway.PostAsync(Ask.Stream);
        clock.Advance(TimeSpan.FromSeconds(30));
        held.Say(Answers.Done).End();
        (await response.Content.ReadAsStringAsync()).ShouldBe(Answers.Piece("a") + Answers.Done);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task Counted_BeforeTheEndIsSeen_EveryTime()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        for (var i = 1; i <= 200; i++)
        {
            (await gateway.AskAsync()).Status.ShouldBe(200);
            gateway.Access.Count.ShouldBe(i);
        }
    }

    [Fact]
    public async Task CostFirstTokenAndOverhead_StandInPackOtel()
    {
        using var prices = new TemporaryFolder();
        prices.Write("prices.yaml", "currency: EUR\nmodels:\n  llama: { input: 1000000, output: 2000000 }\n");
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Piece("b"), Answers.Usage(5, 2), Answers.Done));
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { PriceFile = Path.Combine(prices.Path, "prices.yaml") });
        (await gateway.AskAsync(Ask.Stream)).Status.ShouldBe(200);
        (await gateway.AskAsync("""{"model":"nobody","prompt":"hi"}""", "/v1/completions")).Status.ShouldBe(404);
        var page = await gateway.PageAsync("otel");
        GatewayFixture.Sum(page, "vitrine_gateway_cost_total", "gen_ai_request_model=\"llama\"", "currency=\"EUR\"").ShouldBe(9);
        GatewayFixture.Sum(page, "vitrine_gateway_overhead_seconds_count").ShouldBe(1);
        GatewayFixture.Sum(page, "vitrine_gateway_overhead_seconds_sum").ShouldBeGreaterThan(0);
        GatewayFixture.Sum(page, "vitrine_request_time_to_first_token_seconds_count", "gen_ai_request_model=\"llama\"").ShouldBe(1);
        GatewayFixture.Sum(page, "gen_ai_server_time_to_first_token_seconds_count").ShouldBe(1);
        GatewayFixture.Sum(page, "gen_ai_server_time_per_output_token_seconds_count").ShouldBe(1);
    }
}
