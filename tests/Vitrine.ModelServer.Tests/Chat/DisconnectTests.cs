using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

public sealed class DisconnectTests
{
    private const string Ask = """{"model":"scripted","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Streams = "vitrine_model_active_streams{gen_ai_response_model=\"scripted\"}";
    private const string Depth = "vitrine_model_queue_depth{gen_ai_response_model=\"scripted\"}";

    [Fact]
    public async Task Client_GoneInMidStream_FreesTheSlotAndGaugesFall()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        var response = await server.PostAsync(Ask);
        var generation = (await model.NextAsync()).Begin().Say("Hel");
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync()))
        {
            while (await reader.ReadLineAsync() is { } line && !line.Contains("Hel", StringComparison.Ordinal))
            {
            }

            server.Value(Streams, "otel").ShouldBe(1);
            server.Value("vitrine_inference_active{gen_ai_operation_name=\"chat\"}", "otel").ShouldBe(1);
        }

        response.Dispose();
        (await generation.GetResultAsync().WaitAsync(ModelServerFixture.Deadline)).FinishReason.ShouldBe(Vitrine.Inference.Generation.FinishReason.Cancelled);
        await server.WaitAsync(() => server.Value("requests") == 1);

        server.Value("errors").ShouldBe(0);
        server.Value(Streams, "otel").ShouldBe(0);
        server.Value("vitrine_inference_active{gen_ai_operation_name=\"chat\"}", "otel").ShouldBe(0);
        server.Value("vitrine_queue_waiting", "otel").ShouldBe(0);
        server.Value("gen_ai_server_request_duration_seconds_count{gen_ai_operation_name=\"chat\",gen_ai_request_model=\"scripted\",gen_ai_response_model=\"scripted\",outcome=\"cancelled\"}", "otel").ShouldBe(1);
        server.Value("usage_total_tokens_avg{model_id=\"scripted\"}").ShouldBeNull();
        server.Value("model_ttft_max{model_id=\"scripted\"}").ShouldNotBeNull();
        server.Log.Of("request completed").Single().GetProperty("statuscode").GetString().ShouldBe("canceled");
        server.Log.Of("chat-streaming").Last().GetProperty("finish_reason").GetString().ShouldBe("cancelled");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Client_GoneWhileItWaits_LeavesTheQueue()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        var response = await server.PostAsync(Ask);
        var generation = await model.NextAsync();
        server.Value(Depth, "otel").ShouldBe(1);
        response.Dispose();
        await generation.GetResultAsync().WaitAsync(ModelServerFixture.Deadline);
        await server.WaitAsync(() => server.Value("requests") == 1);
        server.Value(Depth, "otel").ShouldBe(0);
        server.Value("vitrine_queue_waiting", "otel").ShouldBe(0);
        server.Log.Of("chat-streaming").ShouldBeEmpty();
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Queue_Full_Is503AndTheNextOneWaits()
    {
        var model = new ScriptedModel(queueCapacity: 1);
        await using var server = await ModelServerFixture.StartAsync(model);
        using var first = await server.PostAsync(Ask);
        var running = await model.NextAsync();
        using (var refused = await server.PostAsync(Ask))
        {
            refused.StatusCode.ShouldBe(System.Net.HttpStatusCode.ServiceUnavailable);
            (await refused.Content.ReadAsStringAsync()).ShouldBe("""{"code":"unavailable","message":"The server is busy: all 1 places in the queue are taken. Try again later."}""");
        }

        running.Begin();
        using var second = await server.PostAsync(Ask);
        running.Say("a").End();
        (await model.NextAsync()).Begin().Say("b").End();
        (await second.Content.ReadAsStringAsync()).ShouldContain("\"content\":\"b\"");
        await server.WaitAsync(() => server.Value("requests") == 3);
        server.Value("errors").ShouldBe(1);
        server.Log.Of("request completed").Count(line => line.GetProperty("statuscode").GetString() == "unavailable").ShouldBe(1);
        server.ShouldReconcile();
    }
}
