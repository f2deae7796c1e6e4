using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Routing;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Tests.Scheduling;

public sealed class ScheduleStageTests : IDisposable
{
    private static readonly string s_prompt = new('x', 640);
    private readonly VitrineTelemetry _telemetry = new(new TelemetryOptions { Kinds = HouseVocabulary.All });
    private readonly PrefixIndex _prefixes = new(1024, 50_000);

    [Fact]
    public async Task Run_Chosen_SaysSoOnTheInference()
    {
        using var run = Begin(TestPods.Server(TestPods.Create("a")));
        (await run.ScheduleAsync()).ShouldBeNull();
        run.Exchange.Decision!.Order[0].Pod.Id.Name.ShouldBe("a");
        run.Exchange.Inference.Get(GatewayFacts.Decision).ShouldBe(run.Exchange.Decision.Json);
    }

    [Fact]
    public async Task Run_NobodyThere_IsTheDocumentsRefusal()
    {
        using var none = Begin(TestPods.Server());
        (await none.ScheduleAsync()).ShouldBe(GatewayErrors.NoPods("default/llama"));
        none.Exchange.Decision.ShouldBeNull();

        var draining = TestPods.Create("a");
        draining.IsDraining = true;
        using var filtered = Begin(TestPods.Server(draining));
        (await filtered.ScheduleAsync()).ShouldBe(GatewayErrors.NothingSchedulable("all pods were filtered: 1 by available"));
        filtered.Exchange.Inference.Get(GatewayFacts.Decision)!.ShouldContain("\"reason\":\"draining\"");
    }

    [Theory]
    [InlineData(200, false, 10)]
    [InlineData(400, false, 0)]
    [InlineData(503, true, 0)]
    public async Task Settle_OnlyAfterSuccess_RemembersThePrompt(int status, bool isError, int blocks)
    {
        var pods = new[] { TestPods.Create("a"), TestPods.Create("b") };
        using var run = Begin(TestPods.Server(pods));
        await run.ScheduleAsync();
        run.Exchange.Answered = pods[1];
        run.Exchange.Context.Response.StatusCode = status;
        if (isError) run.Exchange.Error = GatewayErrors.AllAttemptsFailed;
        run.Stage.Settle(run.Exchange);
        _prefixes.Count.ShouldBe(blocks);
        if (blocks == 0) return;

        using var next = Begin(TestPods.Server(pods));
        await next.ScheduleAsync();
        next.Exchange.Decision!.Order[0].Pod.ShouldBe(pods[1], "the same beginning goes where it is cached");
    }

    [Fact]
    public async Task Settle_Pair_RemembersItForBoth()
    {
        var (decode, prefill) = (TestPods.Create("d", PodRole.Decode, "x"), TestPods.Create("p", PodRole.Prefill, "x"));
        using var run = Begin(TestPods.Disaggregated(decode, prefill));
        await run.ScheduleAsync();
        run.Exchange.Answered = decode;
        run.Stage.Settle(run.Exchange);
        (decode.PromptBlocks, prefill.PromptBlocks).ShouldBe((10, 10));
    }

    [Fact]
    public void Settle_NeverScheduled_DoesNothing()
    {
        using var run = Begin(TestPods.Server(TestPods.Create("a")));
        run.Stage.Settle(run.Exchange);
        _prefixes.Count.ShouldBe(0);
    }

    public void Dispose() => _telemetry.Dispose();

    private Run Begin(FleetServer server)
    {
        var http = _telemetry.Begin(HttpKinds.Http);
        var route = new ModelRoute(new ObjectName("default", "r"), "llama", [], [], null, default(JsonElement));
        var exchange = new Exchange(new DefaultHttpContext(), http, http.Begin(InferenceKinds.Inference), FleetSnapshot.Empty)
        {
            Request = TestPods.Parsed(s_prompt),
            Route = new RouteMatch(route, server, IsLora: false),
        };
        var options = new SchedulerOptions();
        return new Run(exchange, new ScheduleStage(new Scheduler(options, _prefixes, new Random(1)), options, _prefixes, TimeProvider.System));
    }

    private sealed record Run(Exchange Exchange, ScheduleStage Stage) : IDisposable
    {
        public async Task<GatewayError?> ScheduleAsync()
        {
            using var scope = Exchange.Inference.Begin(Stage.Scope);
            var error = await Stage.RunAsync(Exchange, scope);
            scope.End(error?.Outcome ?? Outcome.Ok);
            return error;
        }

        public void Dispose()
        {
            Exchange.Inference.Dispose();
            Exchange.Http.Dispose();
        }
    }
}
