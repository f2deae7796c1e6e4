using System.Net.Http.Json;
using System.Text.Json;
using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Tests.Hosting;

/// <summary>The story of a chat, as an observer of the service sees it.</summary>
public sealed class ScopeTests
{
    /// <summary>The spans of a chat, each with its parent.</summary>
    private static readonly string[] s_chat =
    [
        "POST /v1/chat/completions < request",
        "create-prompt < prepare-request",
        "pool-acquire < POST /v1/chat/completions",
        "prefill < process-request",
        "prepare-request < POST /v1/chat/completions",
        "process-request < POST /v1/chat/completions",
        "queue-wait < POST /v1/chat/completions",
        "request",
        "token-generation < process-request",
        "web.send.response < POST /v1/chat/completions",
    ];

    [Fact]
    public async Task Chat_Answered_TellsTheWholeStoryInOrder()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var story = new Story();
        server.Telemetry.AddProjection(story);
        await server.ChatAsync("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4}""");
        story.Ended.Select(scope => scope.Name).ShouldBe(["pool_acquire", "prompt", "prepare", "queue_wait", "prefill", "decode", "generation", "inference", "send", "http"]);
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
        kronk.Unused.ShouldBe(["insecure_logging", "offered_model", "profile_taken", "telemetry_dropped", "telemetry_failures", "telemetry_projections", "telemetry_series_folded"]);
        server.Page().ShouldNotContain("model_load_proj");
    }

    [Fact]
    public async Task Chat_Sampled_MakesOneTraceAndProbesNone()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var spans = new SampledSpans(server.Telemetry.ActivitySource);
        using (var probe = new HttpRequestMessage(HttpMethod.Get, "/v1/liveness?x=1"))
        {
            probe.Headers.TryAddWithoutValidation("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            await server.Client.SendAsync(probe);
        }

        using var response = await server.PostAsync("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4}""");
        await response.Content.ReadAsStringAsync();
        await server.WaitAsync(() => spans.HasRequest);
        spans.Tree.ShouldBe(s_chat);
        var recorded = spans.Recorded;
        recorded.Select(span => span.TraceId).Distinct().Count().ShouldBe(1);
        var trace = recorded[0].TraceId.ToHexString();
        response.Headers.GetValues("traceparent").Single().ShouldContain(trace);
        server.Log.Of("request completed").Single().GetProperty("trace_id").GetString().ShouldBe(trace);
    }

    [Fact]
    public async Task StreamedChat_Sampled_IsSentWhileItIsMadeAndUntilItsEnd()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var spans = new SampledSpans(server.Telemetry.ActivitySource);
        using var response = await server.PostAsync("""{"model":"vitrine-tiny","messages":[{"role":"user","content":"hi"}],"max_tokens":4,"stream":true}""");
        await response.Content.ReadAsStringAsync();
        await server.WaitAsync(() => spans.HasRequest);
        spans.Tree.ShouldBe(s_chat);
        var (sent, made, handler) = (spans.Of("web.send.response"), spans.Of("process-request"), spans.Of("POST /v1/chat/completions"));
        sent.GetTagItem("status").ShouldBe(200L);
        sent.StartTimeUtc.ShouldBeLessThan(made.StartTimeUtc + made.Duration, "the first event goes out before the last token is made");
        (sent.StartTimeUtc + sent.Duration).ShouldBeGreaterThanOrEqualTo(handler.StartTimeUtc + handler.Duration, "the last one after the answer was counted");
    }

    [Theory]
    [InlineData("""{"model":"gpt-9","messages":[{"role":"user","content":"hi"}]}""", 404L, "not_found", "POST /v1/chat/completions")]
    [InlineData("""{"model":"vitrine-tiny"}""", 400L, "invalid_argument", "request")]
    public async Task FailedRequest_Sampled_LeavesItsErrorAndWhatWasSentUnderTheHandler(string body, long status, string type, string parent)
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var spans = new SampledSpans(server.Telemetry.ActivitySource);
        using var response = await server.PostAsync(body);
        var said = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("message").GetString();
        await server.WaitAsync(() => spans.HasRequest);
        spans.Tree.Where(span => span.StartsWith("web.") || span.StartsWith("app.")).ShouldBe([$"app.sdk.mid.error < {parent}", $"web.send.response < {parent}"]);
        spans.Of("web.send.response").GetTagItem("status").ShouldBe(status);
        var exception = spans.Of("app.sdk.mid.error").Events.Single();
        exception.Name.ShouldBe("exception");
        exception.Tags.ShouldBe([new("exception.type", type), new("exception.message", said)]);
    }
}
