using Vitrine.Gateway.Queueing;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>The acceptance checks of the contract, section B5, each under its number: weights, retries, pairs, turns, readiness. TA8 stands in <see cref="SharedLimitTests"/>.</summary>
public sealed class AcceptanceOfRoutingTests
{
    [Fact]
    public async Task TA15_Weights_AreTheShares()
    {
        await using var one = await ScriptedUpstream.StartAsync();
        await using var two = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(
            Objects.Route(targets: "{ modelServerName: s1, weight: 70 }, { modelServerName: s2, weight: 30 }"), Objects.Server("s1", [one]), Objects.Server("s2", [two])));
        await Parallel.ForAsync(0, 1000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => (await gateway.AskAsync()).Status.ShouldBe(200));
        // Seven standard deviations: one failure in 10^11 runs.
        one.Received.Count.ShouldBeInRange(600, 800);
        (one.Received.Count + two.Received.Count).ShouldBe(1000);
        await gateway.WaitAsync(async () => await gateway.SumAsync("kthena_router_requests_total") == 1000);
    }

    [Fact]
    public async Task TA16_FirstPodFails_TheSecondAnswers()
    {
        var asked = 0;
        Task AnswerAsync(Microsoft.AspNetCore.Http.HttpContext context) => (Interlocked.Increment(ref asked) == 1 ? Answers.Json(500, "\"boom\"") : Answers.Chat(5, 7))(context);
        await using var one = await ScriptedUpstream.StartAsync(AnswerAsync);
        await using var two = await ScriptedUpstream.StartAsync(AnswerAsync);
        await using var gateway = await GatewayFixture.StartAsync(one, two);
        (await gateway.AskAsync()).ShouldBe((200, Answers.ChatBody(5, 7)));
        (one.Received.Count, two.Received.Count).ShouldBe((1, 1));
        var line = await gateway.AccessAsync();
        line.GetProperty("upstream_attempts").GetInt64().ShouldBe(2);
        line.GetProperty("upstream_status_code").GetInt64().ShouldBe(200);
        gateway.Lines.Count(written => written.Contains("failed: the pod answered 500", StringComparison.Ordinal)).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA17_Pair_PrefillsThenDecodes()
    {
        await using var prefill = await ScriptedUpstream.StartAsync();
        await using var decode = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Piece("b"), Answers.Usage(5, 2), Answers.Done));
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.Pair("s1", prefill, decode)));
        (await gateway.AskAsync(Ask.Stream)).ShouldBe((200, Answers.Piece("a") + Answers.Piece("b") + Answers.Done));
        prefill.Received.Single().Body.ShouldContain("\"max_tokens\":1");
        prefill.Received.Single().Body.ShouldContain("\"stream\":false");
        decode.Received.Single().Body.ShouldContain("\"include_usage\":true");
        (await gateway.SumAsync("kthena_router_request_prefill_duration_seconds_count", "status_code=\"200\"")).ShouldBe(1);
        (await gateway.SumAsync("kthena_router_request_decode_duration_seconds_count", "status_code=\"200\"")).ShouldBe(1);
        var line = await gateway.AccessAsync();
        line.GetProperty("output_tokens").GetInt64().ShouldBe(2);
        line.GetProperty("selected_pod").GetString().ShouldBe("decode-0");
        line.TryGetProperty("duration_prefill", out _).ShouldBeTrue();
        line.TryGetProperty("duration_decode", out _).ShouldBeTrue();
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task TA18_HeavyUser_WaitsForTheOther()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Chat(5, 1000));
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { TrustedUserHeader = "X-User", Fairness = new FairnessOptions { MaxConcurrent = 1 } });
        (await gateway.AskAsync(headers: ("X-User", "a"))).Status.ShouldBe(200);
        await pod.ReceiveAsync();

        var held = new HeldAnswer { Type = "application/json" };
        pod.Next(held.RunAsync);
        var running = gateway.AskAsync(headers: ("X-User", "c"));
        await pod.ReceiveAsync();
        var heavy = gateway.AskAsync(headers: [("X-User", "a"), ("X-Test", "a")]);
        await gateway.WaitAsync(async () => await gateway.SumAsync("kthena_router_fairness_queue_size") == 1);
        var light = gateway.AskAsync(headers: [("X-User", "b"), ("X-Test", "b")]);
        await gateway.WaitAsync(async () => await gateway.SumAsync("kthena_router_fairness_queue_size", "user_id=\"_all\"") == 2);
        held.Say(Answers.ChatBody(1, 1)).End();

        (await pod.ReceiveAsync()).Headers["X-Test"].ToString().ShouldBe("b");
        (await pod.ReceiveAsync()).Headers["X-Test"].ToString().ShouldBe("a");
        (await Task.WhenAll(running, heavy, light)).ShouldAllBe(answer => answer.Status == 200);
        (await gateway.SumAsync("kthena_router_fairness_queue_duration_seconds_count")).ShouldBe(4);
        await gateway.ShouldBeAtRestAsync(4);
    }

    [Fact]
    public async Task TA19_WaitTooLong_Is504()
    {
        var held = new HeldAnswer();
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { Fairness = new FairnessOptions { MaxConcurrent = 1, Timeout = TimeSpan.FromSeconds(1) } });
        var running = gateway.PostAsync(Ask.Stream);
        await pod.ReceiveAsync();
        (await gateway.AskAsync()).ShouldBe((504, "\"Request processing timed out in queue\""));
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"504\"", "error_type=\"scheduling\"")).ShouldBe(1);
        held.End();
        (await running).Dispose();
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Fact]
    public async Task TA20_Readiness_WaitsForTheFirstLookAtThePods()
    {
        var mayAnswer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pod = await ScriptedUpstream.StartAsync();
        pod.Metrics = _ => mayAnswer.Task;
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), waitUntilReady: false);
        using var before = await gateway.Client.GetAsync("/readyz");
        ((int)before.StatusCode, await before.Content.ReadAsStringAsync()).ShouldBe((503, """{"message":"router is not ready"}"""));
        mayAnswer.SetResult();
        await gateway.WaitAsync(async () => (await gateway.Client.GetAsync("/readyz")).IsSuccessStatusCode);
        (await gateway.Client.GetStringAsync("/readyz")).ShouldBe("""{"message":"router is ready"}""");
        gateway.Access.ShouldBeEmpty();
    }

    [Fact]
    public async Task Readiness_UpstreamThatNamesNoModel_WaitsForARoute()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        pod.Models = [];
        await using var gateway = await GatewayFixture.StartAsync("", options => options with { ObjectsFolder = null, Upstreams = [new UpstreamOptions(pod.Address)] }, waitUntilReady: false);
        using var before = await gateway.Client.GetAsync("/v1/readiness");
        ((int)before.StatusCode).ShouldBe(503);
        pod.Models = ["llama"];
        await gateway.WaitAsync(async () => (await gateway.Client.GetAsync("/readyz")).IsSuccessStatusCode);
        (await gateway.AskAsync()).Status.ShouldBe(200);
    }
}
