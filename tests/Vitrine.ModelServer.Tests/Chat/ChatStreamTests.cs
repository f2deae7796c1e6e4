using System.Net;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

public sealed class ChatStreamTests
{
    private const string Ask = """{"model":"scripted","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Stream_OfAReasonedAnswer_HasTheDocumentedEvents()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Ask);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        (await model.NextAsync()).Begin().Say("Hm.", isReasoning: true).Say("").Say("Hel").Say("lo \"you\"\n").End();

        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe("""
            data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"scripted","choices":[{"index":0,"delta":{"role":"assistant"},"finish_reason":null}]}

            data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"scripted","choices":[{"index":0,"delta":{"reasoning_content":"Hm."},"finish_reason":null}]}

            data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"scripted","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}

            data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"scripted","choices":[{"index":0,"delta":{"content":"lo \"you\"\n"},"finish_reason":null}]}

            data: {"id":"ID","object":"chat.completion.chunk","created":0,"model":"scripted","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"reasoning_tokens":1,"completion_tokens":3,"output_tokens":4,"total_tokens":11,"tokens_per_second":0,"time_to_first_token_ms":0,"completion_tokens_details":{"reasoning_tokens":1}}}

            data: [DONE]


            """);
    }

    [Fact]
    public async Task Stream_WithIncludeUsage_EndsWithOpenAisExtraEvent()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Ask.Replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal));
        (await model.NextAsync()).Begin().Say("x").End(FinishReason.Length);
        var events = EventText.Normalise(await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events[^3].ShouldContain("\"finish_reason\":\"length\"");
        events[^2].ShouldContain("\"choices\":[],\"usage\":{\"prompt_tokens\":7,");
        events[^1].ShouldBe("data: [DONE]");
    }

    [Fact]
    public async Task Stream_WithoutTokensForAWhile_GetsComments()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model, options => options with { KeepAlive = TimeSpan.FromMilliseconds(100) });
        using var response = await server.PostAsync(Ask);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var generation = await model.NextAsync();
        while (await reader.ReadLineAsync() is { } line && line != ": keep-alive")
        {
        }

        generation.Begin().Say("late").End();
        var rest = await reader.ReadToEndAsync();
        rest.ShouldContain("\"content\":\"late\"");
        rest.ShouldEndWith("data: [DONE]\n\n");
    }

    [Fact]
    public async Task Stream_FailingInTheMiddle_EndsWithAnErrorChunkAndCountsOnce()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Ask);
        (await model.NextAsync()).Begin().Say("Hel").End(FinishReason.Error, new InvalidOperationException("secret"));
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        body.ShouldContain("\"delta\":{\"content\":\"The model failed to answer. The request id finds the reason in the log.\"},\"finish_reason\":\"error\"");
        body.ShouldEndWith("data: [DONE]\n\n");
        body.ShouldNotContain("secret");
        body.ShouldNotContain("\"code\":");

        server.Value("requests").ShouldBe(1);
        server.Value("errors").ShouldBe(1);
        server.Value("usage_total_tokens_avg{model_id=\"scripted\"}").ShouldBeNull();
        server.Log.Of("request completed").Single().GetProperty("statuscode").GetString().ShouldBe("internal");
        server.Log.Of("handled error during request").Single().GetProperty("err").GetString().ShouldBe("secret");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Stream_ThatLostItsSlot_EndsWithAnErrorChunkAndItsClass()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Ask);
        (await model.NextAsync()).Begin().Say("Hel").End(FinishReason.Preempted);
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("Others waited too long for this answer's slot; it is not complete. Try again later.\"},\"finish_reason\":\"error\"");
        body.ShouldEndWith("data: [DONE]\n\n");
        server.Value("chat_errors_total{model_id=\"scripted\",class=\"active-slot\"}").ShouldBe(1);
        server.Log.Of("batch-engine").Count(line => line.GetProperty("status").GetString() == "preempting-slot").ShouldBe(1);
        server.Log.Of("request completed").Single().GetProperty("statuscode").GetString().ShouldBe("unavailable");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Document_Failing_Is500InTheOneShape()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        var asked = server.PostAsync(Ask.Replace("true", "false", StringComparison.Ordinal));
        (await model.NextAsync()).Begin().Say("Hel").End(FinishReason.Error, new InvalidOperationException("secret"));
        using var response = await asked;
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"internal","message":"The model failed to answer. The request id finds the reason in the log."}""");
        server.Value("errors").ShouldBe(1);
        server.Value("panics").ShouldBe(0);
    }

    [Fact]
    public async Task K22_Defect_Is500WithoutInternalTextAndTheServerLives()
    {
        var model = new ScriptedModel { Defect = new InvalidOperationException("secret") };
        await using var server = await ModelServerFixture.StartAsync(model);
        using (var response = await server.PostAsync(Ask))
        {
            response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
            (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"internal","message":"The service failed to answer. The request id finds the reason in its log."}""");
        }

        server.Value("requests").ShouldBe(1);
        server.Value("errors").ShouldBe(1);
        server.Value("panics").ShouldBe(1);
        server.Log.Of("handled error during request").Single().GetProperty("err").GetString().ShouldBe("secret");
        server.ShouldReconcile();

        model.Defect = null;
        using var next = await server.PostAsync(Ask);
        (await model.NextAsync()).Begin().Say("well").End();
        (await next.Content.ReadAsStringAsync()).ShouldContain("\"content\":\"well\"");
    }

    [Fact]
    public async Task Answer_TakingTooLong_Is504()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model, options => options with { RequestTimeout = TimeSpan.FromSeconds(1) });
        using var response = await server.PostAsync(Ask.Replace("true", "false", StringComparison.Ordinal));
        response.StatusCode.ShouldBe(HttpStatusCode.GatewayTimeout);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("{\"code\":\"deadline_exceeded\"");
    }
}
