using Vitrine.Testing;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Engine;

/// <summary>The engine's rows, polled from what stands behind the chat.</summary>
public sealed class EnginePollTests
{
    private const string Props = """{"default_generation_settings":{"n_ctx":4096},"model_path":"/models/other.gguf"}""";
    private const string Page = """
        # TYPE vitrine_model_memory_bytes gauge
        vitrine_model_memory_bytes{gen_ai_response_model="tiny"} 2048
        vitrine_model_context_size_tokens{gen_ai_response_model="tiny"} 512
        vitrine_model_threads{gen_ai_response_model="tiny"} 2
        vitrine_model_batch_size_tokens{gen_ai_response_model="tiny"} 256
        vitrine_model_bytes_per_token{gen_ai_response_model="tiny"} 64

        """;

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task HousesEngine_FillsEveryGauge()
    {
        await using var engine = await EngineAsync();
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events("""data: {"model":"tiny","choices":[{"delta":{"content":"a"}}],"timings":{"predicted_per_second":55.5}}""" + "\n\n", Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { EngineDebug = engine.Address });
        await ChatFixture.WaitAsync(async () => await chat.SumAsync("genai_app_model_memory_bytes") is not null);
        await chat.ChatAsync();
        foreach (var (family, value) in ((string, double)[])[("model_memory_bytes", 2048), ("llamacpp_context_size", 512), ("llamacpp_threads_used", 2), ("llamacpp_batch_size", 256), ("llamacpp_memory_per_token_bytes", 64), ("llamacpp_tokens_per_second", 55.5)])
            (await chat.SumAsync($"genai_app_{family}", "model=\"tiny\"")).ShouldBe(value, family);
        var figures = (await chat.GetAsync("/metrics/summary")).GetProperty("llamaCppMetrics");
        (figures.GetProperty("contextSize").GetInt32(), figures.GetProperty("modelType").GetString()).ShouldBe((512, "vitrine"));
    }

    [Fact]
    public async Task EngineThatFallsSilent_TakesItsRowsWithIt()
    {
        var clock = new ManualClock();
        var engine = await EngineAsync();
        await using var upstream = await ScriptedUpstream.StartAsync(Answers.Events(Answers.Piece("a"), Answers.Done));
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { EngineDebug = engine.Address, EngineInterval = s_interval }, clock);
        await ChatFixture.WaitAsync(async () => await chat.SumAsync("genai_app_llamacpp_threads_used") == 2);
        await engine.DisposeAsync();
        await ChatFixture.WaitAsync(async () =>
        {
            clock.Advance(s_interval);
            return await chat.SumAsync("genai_app_llamacpp_threads_used") is null && chat.Lines.Any(line => line.Contains("does not say how it is", StringComparison.Ordinal));
        });
        (await chat.PageAsync()).ShouldNotContain("genai_app_model_memory_bytes{");
        chat.Lines.Count(line => line.Contains("does not say how it is", StringComparison.Ordinal)).ShouldBe(1, "it is said once");
    }

    [Fact]
    public async Task ModelThatIsUnloaded_TakesItsRowWithIt()
    {
        var clock = new ManualClock();
        await using var engine = await EngineAsync();
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { EngineDebug = engine.Address, EngineInterval = s_interval }, clock);
        await ChatFixture.WaitAsync(async () => await chat.SumAsync("genai_app_llamacpp_threads_used") == 2);
        engine.Metrics = Answers.Body(200, "text/plain", "# TYPE vitrine_model_memory_bytes gauge\n");
        await ChatFixture.WaitAsync(async () =>
        {
            clock.Advance(s_interval);
            return await chat.SumAsync("genai_app_llamacpp_threads_used") is null;
        });
    }

    [Fact]
    public async Task LlamaServer_TellsItsContextUnderTheConfiguredModel()
    {
        var pages = 0;
        await using var engine = await ScriptedUpstream.StartAsync(Answers.Json(200, Props));
        engine.Metrics = context =>
        {
            Interlocked.Increment(ref pages);
            return Answers.Body(200, "text/plain", "")(context);
        };
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { EngineDebug = engine.Address });
        await ChatFixture.WaitAsync(async () => await chat.SumAsync("genai_app_llamacpp_context_size", $"model=\"{ChatFixture.Model}\"") == 4096);
        engine.Received.ShouldAllBe(request => request.Method == "GET" && request.Target == "/props");
        pages.ShouldBe(0, "reading that page begins its averages anew");
    }

    [Fact]
    public async Task PostedFigures_FillWhatTheEngineDoesNotTell()
    {
        await using var engine = await ScriptedUpstream.StartAsync(Answers.Json(200, Props));
        await using var upstream = await ScriptedUpstream.StartAsync();
        await using var chat = await ChatFixture.StartAsync(upstream, options => options with { EngineDebug = engine.Address });
        await chat.SendAsync("/metrics/llamacpp", """{"context_size":1,"threads_used":8}""");
        await ChatFixture.WaitAsync(async () => await chat.SumAsync("genai_app_llamacpp_context_size") == 4096);
        (await chat.SumAsync("genai_app_llamacpp_threads_used")).ShouldBe(8);
    }

    /// <summary>The debug listener of the house's model server: a page, and 404 for everything else.</summary>
    private static async Task<ScriptedUpstream> EngineAsync()
    {
        var engine = await ScriptedUpstream.StartAsync(Answers.Json(404, "{}"));
        engine.Metrics = Answers.Body(200, "text/plain", Page);
        return engine;
    }
}
