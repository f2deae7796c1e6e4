using System.Diagnostics;
using System.Net;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Hosting;

public sealed class ShutdownTests
{
    private const string Ask = """{"model":"scripted","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Stop_WithAStreamThatEnds_LetsItEnd()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model, options => options with { DrainTimeout = TimeSpan.FromSeconds(60) });
        using var response = await server.PostAsync(Ask);
        var generation = (await model.NextAsync()).Begin().Say("Hel");
        var stopped = server.Role.StopAsync();
        generation.Say("lo").End();
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("\"finish_reason\":\"stop\"");
        body.ShouldEndWith("data: [DONE]\n\n");
        await stopped.WaitAsync(ModelServerFixture.Deadline);
        model.IsDisposed.ShouldBeTrue();
        server.Log.Of("kronk cache eviction").Select(line => $"{line.GetProperty("status").GetString()} {line.GetProperty("key").GetString()}").ShouldBe(["evicted scripted", "unload-started scripted", "unload-finished scripted"]);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task StartAndStop_SayWhatRunsAndWhereItListens()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        var starting = server.Log.Of("starting service").Single();
        starting.GetProperty("GOMAXPROCS").GetInt32().ShouldBe(Environment.ProcessorCount);
        starting.GetProperty("version").GetString().ShouldNotBeNullOrEmpty();
        server.Log.Of("startup").Select(line => $"{line.GetProperty("status").GetString()} {line.GetProperty("host").GetString()}").ShouldBe(
            [$"debug v1 router started {server.Debug.BaseAddress!.GetLeftPart(UriPartial.Authority)}", $"api router started {server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority)}"]);
        await server.Role.StopAsync();
        server.Log.Of("shutdown").Select(line => line.GetProperty("status").GetString()).ShouldBe(["started", "complete"]);
    }

    [Fact]
    public async Task Stop_WithAStreamThatDoesNotEnd_EndsItWithinTheDeadline()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model, options => options with { DrainTimeout = TimeSpan.FromMilliseconds(500) });
        using var response = await server.PostAsync(Ask);
        var generation = (await model.NextAsync()).Begin().Say("Hel");
        var started = Stopwatch.GetTimestamp();
        var stopped = server.Role.StopAsync();
        var body = await response.Content.ReadAsStringAsync();
        await stopped.WaitAsync(ModelServerFixture.Deadline);

        body.ShouldContain("\"delta\":{\"content\":\"The server is shutting down; the answer is not complete.\"},\"finish_reason\":\"error\"");
        body.ShouldEndWith("data: [DONE]\n\n");
        (await generation.GetResultAsync()).FinishReason.ShouldBe(Vitrine.Inference.Generation.FinishReason.Cancelled);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(400));
        server.Value("errors").ShouldBe(1);
        server.Log.Of("request completed").Single().GetProperty("statuscode").GetString().ShouldBe("unavailable");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Stop_WhileTheModelLoads_DoesNotWaitForIt()
    {
        using var mayLoad = new ManualResetEventSlim();
        await using var server = await ModelServerFixture.StartAsync(
            options => options with
            {
                DrainTimeout = TimeSpan.Zero,
                OpenModel = (_, _) =>
                {
                    mayLoad.Wait();
                    return new ScriptedModel();
                },
            },
            waitUntilReady: false);
        await server.Role.StopAsync().WaitAsync(ModelServerFixture.Deadline);
        mayLoad.Set();
    }

    [Fact]
    public async Task Stop_Begun_RefusesReadinessAndChats()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model, options => options with { DrainTimeout = TimeSpan.FromSeconds(60) });
        // Three connections that are open already: a stopping server accepts no new ones.
        using var response = await server.PostAsync(Ask);
        var generation = (await model.NextAsync()).Begin().Say("Hel");
        var debugBefore = await server.Debug.GetAsync("/readyz");
        debugBefore.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stopped = server.Role.StopAsync();
        await server.WaitAsync(async () => (await server.Debug.GetAsync("/readyz")).StatusCode == HttpStatusCode.ServiceUnavailable);
        generation.End();
        await stopped.WaitAsync(ModelServerFixture.Deadline);
    }
}
