using System.Text.Json.Nodes;
using Vitrine.Commands;
using Vitrine.Settings;

namespace Vitrine.Tests.Gateways;

/// <summary><c>vitrine load --scenario kthena</c> against gateways that allow everything and little.</summary>
public sealed class KthenaScenarioTests
{
    [Fact]
    public async Task Load_EveryCase_MovesEverySignalOfThePack()
    {
        await using var all = await EveryCase.StartAsync();

        var exit = await all.Surroundings.RunAsync("load", "--scenario", "kthena", "--url", $"{all.Gateway.Api.BaseAddress}", "--debug-url", all.Gateway.DebugUrl);

        exit.ShouldBe(ExitCode.Ok, all.Surroundings.Output);
        all.Surroundings.Output.ShouldContain(" 0 stood still, 6 not provoked, 0 missing");
        all.Surroundings.Output.ShouldNotContain("skipped");
        var books = JsonNode.Parse(await all.Gateway.Debug.GetStringAsync("/debug/operations?check", TestContext.Current.CancellationToken))!.ToJsonString();
        books.ShouldContain("\"holds\":true");
        books.ShouldNotContain("\"holds\":false");
    }

    [Fact]
    public async Task InFlightGauges_WhileARequestRuns_AreUpAndDownAgain()
    {
        await using var all = await EveryCase.StartAsync();
        var gate = new TaskCompletionSource();
        all.Plain.Gate = gate.Task;
        var chat = all.Gateway.ChatAsync("plain");
        using var deadline = new CancellationTokenSource(ServedGateway.Deadline);
        string[] gauges =
        [
            "kthena_router_active_downstream_requests{model=\"plain\"}",
            "kthena_router_active_upstream_requests{model_route=\"default/plain-route\",model_server=\"default/plain\"}",
        ];
        while (!gauges.All((await all.Gateway.PageAsync()).Contains)) await Task.Delay(10, deadline.Token);
        var page = await all.Gateway.PageAsync();
        foreach (var gauge in gauges) page.ShouldContain($"{gauge} 1\n");

        gate.SetResult();
        (await chat).Status.ShouldBe(200);
        while ((await all.Gateway.PageAsync()) is var after && gauges.Any(gauge => after.Contains($"{gauge} 1\n", StringComparison.Ordinal))) await Task.Delay(10, deadline.Token);
    }

    [Fact]
    public async Task Load_OneUpstream_SkipsWithReasonsAndSucceeds()
    {
        using var surroundings = new TestSurroundings();
        await using var upstream = await ScriptedUpstream.StartAsync("m");
        await using var gateway = await ServedGateway.StartAsync(surroundings, null, (GatewaySettings.Upstreams, upstream.Address), (GatewaySettings.AccessLogOutput, surroundings["access.log"]));

        var exit = await surroundings.RunAsync("load", "--scenario", "kthena", "--url", $"{gateway.Api.BaseAddress}", "--debug-url", gateway.DebugUrl);

        exit.ShouldBe(ExitCode.Ok, surroundings.Output);
        surroundings.Output.ShouldContain("skipped tokens beyond the limit: 429: no route here has a rate limit");
        surroundings.Output.ShouldContain("skipped prefill and decode on two pods: no model server here has prefill and decode pods");
        surroundings.Output.ShouldContain("skipped a pod that does not answer: every pod here accepts connections");
        surroundings.Output.ShouldContain("14 not provoked");
    }
}
