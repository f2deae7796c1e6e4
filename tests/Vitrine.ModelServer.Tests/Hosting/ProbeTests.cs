using System.Net;
using Vitrine.ModelServer.Tests.Support;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.ModelServer.Tests.Hosting;

public sealed class ProbeTests
{
    [Fact]
    public async Task Probes_Asked_AreNeitherCountedNorLogged()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        for (var i = 0; i < 5; i++)
        {
            (await server.Client.GetAsync("/v1/liveness?x=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
            (await server.Client.GetAsync("/v1/readiness")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        server.Value("requests").ShouldBe(0);
        server.Log.Of("request started").ShouldBeEmpty();
    }

    [Fact]
    public async Task Readiness_WhileLoading_Is503AndChatsWait()
    {
        using var mayLoad = new ManualResetEventSlim();
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(
            options => options with
            {
                Name = "scripted",
                OpenModel = (_, progress) =>
                {
                    progress.Report(0.43);
                    mayLoad.Wait();
                    return model;
                },
            },
            waitUntilReady: false);
        await server.WaitAsync(() => server.Log.Lines.Any(line => line.Contains("40 % is read", StringComparison.Ordinal)));
        using (var loading = await server.Client.GetAsync("/v1/readiness"))
        {
            loading.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            (await loading.Content.ReadAsStringAsync()).ShouldBe("""{"code":"unavailable","message":"The model is being loaded; 43 % is read."}""");
        }

        var waiting = server.PostAsync("""{"model":"scripted","messages":[{"role":"user","content":"hi"}]}""");
        await server.WaitAsync(async () => (await server.Client.GetStringAsync("/v1/models/ps")).Contains("\"active_streams\":1,\"status\":\"loading\",\"progress\":0.43", StringComparison.Ordinal));
        server.Value("vram_total_bytes{model_id=\"scripted\"}").ShouldBeNull();

        mayLoad.Set();
        await server.WaitAsync(async () => (await server.Client.GetAsync("/v1/readiness")).IsSuccessStatusCode);
        (await model.NextAsync()).Begin().Say("Hello").End();
        (await waiting).StatusCode.ShouldBe(HttpStatusCode.OK);
        server.Value("pool_acquire_total{result=\"dedup\"}").ShouldBe(1);
        server.Log.Lines.ShouldAllBe(line => !line.Contains("Health check", StringComparison.Ordinal));
        server.Value("vram_total_bytes{model_id=\"scripted\"}").ShouldBe(4000 + (64 * ScriptedModel.ContextLength));
        server.Value("model_load_max{model_id=\"scripted\"}").ShouldNotBeNull();
    }

    [Fact]
    public async Task Start_WithABrokenModel_StopsAndSaysWhy()
    {
        var failed = await Should.ThrowAsync<ServerException>(() => ModelServerRole.RunAsync(new ModelServerOptions
        {
            ModelPath = ModelServerFixture.TinyModel,
            Api = [new() { Port = 0 }],
            Debug = null,
            OpenModel = (_, _) => throw new InvalidDataException("the file is torn"),
            ConfigureTelemetry = telemetry => telemetry.Log = null,
        }));
        failed.Message.ShouldContain("the file is torn");
    }
}
