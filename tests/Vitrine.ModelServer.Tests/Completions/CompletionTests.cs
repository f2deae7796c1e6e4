using System.Net;
using System.Text.Json;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Completions;

public sealed class CompletionTests
{
    private const string Path = "/v1/completions";
    private const string Ask = """{"model":"scripted","stream":true,"prompt":"Once"}""";

    [Fact]
    public async Task Stream_OfAnAnswer_LooksLikeOpenAisTextCompletions()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, Ask.Replace("\"stream\":true", "\"stream\":true,\"stream_options\":{\"include_usage\":true}", StringComparison.Ordinal));
        var generation = await model.NextAsync();
        generation.Request.Prompt.ShouldBe("Once");
        generation.Begin().Say("Hm.", isReasoning: true).Say(" upon").End(FinishReason.Length);
        const string usage = """{"prompt_tokens":7,"reasoning_tokens":1,"completion_tokens":1,"output_tokens":2,"total_tokens":9,"tokens_per_second":0,"time_to_first_token_ms":0,"completion_tokens_details":{"reasoning_tokens":1}}""";
        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe($$"""
            data: {"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":null}]}

            data: {"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[{"index":0,"text":"","reasoning_content":"Hm.","logprobs":null,"finish_reason":null}]}

            data: {"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[{"index":0,"text":" upon","logprobs":null,"finish_reason":null}]}

            data: {"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"length"}],"usage":{{usage}}}

            data: {"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[],"usage":{{usage}}}

            data: [DONE]


            """);
        server.Log.Of("chat-completions").Single().GetProperty("REQUEST-PARAMS").GetString().ShouldStartWith("model[scripted]: stream[true]: temperature[");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Document_OfAnAnswer_IsATextCompletion()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        var asked = server.PostAsync(Path, Ask.Replace("true", "false", StringComparison.Ordinal));
        (await model.NextAsync()).Begin().Say(" upon").Say(" a").End();
        using var response = await asked;
        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"id":"ID","object":"text_completion","created":0,"model":"scripted","choices":[{"index":0,"text":" upon a","logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"reasoning_tokens":0,"completion_tokens":2,"output_tokens":2,"total_tokens":9,"tokens_per_second":0,"time_to_first_token_ms":0,"completion_tokens_details":{"reasoning_tokens":0}}}""");
    }

    [Fact]
    public async Task Stream_FailingInTheMiddle_EndsWithAnErrorChunk()
    {
        var model = new ScriptedModel();
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, Ask);
        (await model.NextAsync()).Begin().Say(" upon").End(FinishReason.Error, new InvalidOperationException("secret"));
        var body = await response.Content.ReadAsStringAsync();
        body.ShouldContain("\"text\":\"The model failed to answer. The request id finds the reason in the log.\",\"logprobs\":null,\"finish_reason\":\"error\"");
        body.ShouldEndWith("data: [DONE]\n\n");
        server.Value("errors").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Tiny_WithASeed_IsTheSameStreamedWholeAndFromTokens()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var whole = await TextAsync(server, "\"prompt\":\"The queue\"");
        whole.ShouldNotBeEmpty();
        (await TextAsync(server, "\"prompt\":[\"The queue\"]")).ShouldBe(whole);
        using var response = await server.PostAsync(Path, Tiny("\"prompt\":\"The queue\",\"stream\":true"));
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[..^1];
        string.Concat(events.Select(text => JsonDocument.Parse(text["data: ".Length..]).RootElement.GetProperty("choices")[0].GetProperty("text").GetString())).ShouldBe(whole);
    }

    [Fact]
    public async Task Tiny_WithATokenThatIsNone_Is400AndNamesIt()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var response = await server.PostAsync(Path, Tiny("\"prompt\":[1,99999999]"));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"invalid_argument","message":"prompt cannot be used: token 99999999 is not in the vocabulary."}""");
    }

    [Fact]
    public async Task Tiny_StopText_EndsTheCompletion()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var whole = await TextAsync(server, "\"prompt\":\"The queue\"");
        var stop = whole[4..8];
        (await TextAsync(server, $"\"prompt\":\"The queue\",\"stop\":[{JsonSerializer.Serialize(stop)}]")).ShouldBe(whole[..whole.IndexOf(stop, StringComparison.Ordinal)]);
    }

    private static string Tiny(string fields) => $$"""{"model":"vitrine-tiny","temperature":0,"seed":7,"max_completion_tokens":24,{{fields}}}""";

    private static async Task<string> TextAsync(ModelServerFixture server, string fields)
    {
        using var response = await server.PostAsync(Path, Tiny(fields));
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue(body);
        return JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("text").GetString()!;
    }
}
