using System.Diagnostics;
using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Tests.Hosting;

/// <summary>The story of a chat, as an observer of the service sees it.</summary>
public sealed class ScopeTests
{
    [Fact]
    public async Task Chat_Answered_TellsTheWholeStoryInOrder()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var story = new Story();
        server.Telemetry.AddProjection(story);
        await server.ChatAsync("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4}""");
        story.Ended.Select(scope => scope.Name).ShouldBe(["pool_acquire", "prompt", "prepare", "queue_wait", "prefill", "decode", "generation", "inference", "http"]);
        story.Ended.ShouldAllBe(scope => scope.Outcome == Outcome.Ok);
        var at = story.Ended.ToDictionary(scope => scope.Name, StringComparer.Ordinal);
        at["queue_wait"].Start.ShouldBe(at["prompt"].End, "the queue begins where the prompt ends");
        at["generation"].Start.ShouldBe(at["queue_wait"].End, "the slot begins where the queue ends");
        at["prefill"].Start.ShouldBeGreaterThanOrEqualTo(at["generation"].Start);
        at["decode"].Start.ShouldBeGreaterThanOrEqualTo(at["prefill"].End);
        at["generation"].End.ShouldBeGreaterThanOrEqualTo(at["decode"].End);
        server.Telemetry.LateFacts.ShouldBe(0);
    }

    [Fact]
    public async Task Packs_Compiled_MissOnlyWhatThisFormCannotDrive()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        var kronk = server.Telemetry.Reports.Single(report => report.Pack == "kronk");
        kronk.Missing.ShouldBe(["model_load_proj_avg", "model_load_proj_min", "model_load_proj_max", "line projector_loaded", "span projector_load"]);
        kronk.Missing.ShouldBe(kronk.Undriven.Keys, "the pack itself says so, with its reason");
        kronk.Unused.ShouldBe(["offered_model", "telemetry_dropped", "telemetry_failures", "telemetry_projections", "telemetry_series_folded"]);
        server.Page().ShouldNotContain("model_load_proj");
    }

    [Fact]
    public async Task Chat_Sampled_MakesOneTraceAndProbesNone()
    {
        var spans = new List<Activity>();
        await using var server = await ModelServerFixture.StartAsync();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, server.Telemetry.ActivitySource),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                lock (spans) spans.Add(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using (var probe = new HttpRequestMessage(HttpMethod.Get, "/v1/liveness?x=1"))
        {
            probe.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            await server.Client.SendAsync(probe);
        }

        using var response = await server.PostAsync("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4}""");
        await response.Content.ReadAsStringAsync();
        await server.WaitAsync(() => Recorded(spans).Any(span => span.Kind == ActivityKind.Server));
        var recorded = Recorded(spans);
        recorded.Select(span => span.DisplayName).Order(StringComparer.Ordinal).ShouldBe(
            ["POST /v1/chat/completions", "create-prompt", "pool-acquire", "prefill", "prepare-request", "process-request", "queue-wait", "request", "token-generation"]);
        recorded.Select(span => span.TraceId).Distinct().Count().ShouldBe(1);
        var trace = recorded[0].TraceId.ToHexString();
        response.Headers.GetValues("traceparent").Single().ShouldContain(trace);
        server.Log.Of("request completed").Single().GetProperty("trace_id").GetString().ShouldBe(trace);
    }

    private static List<Activity> Recorded(List<Activity> spans)
    {
        lock (spans) return [.. spans.Where(span => span.Recorded)];
    }
}
