using System.Net;
using System.Text.Json;
using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Embeddings;

public sealed class EmbeddingTests
{
    private const string Path = "/v1/embeddings";
    private const string Count = "inference_requests_total{model_id=\"scripted\",operation=\"embedding\",runtime=\"batchseq\",status=";

    [Fact]
    public async Task Texts_Embedded_AreAListInTheirOrder()
    {
        var model = new ScriptedModel { VectorOf = text => text == "one two" ? [0.5f, -1] : [0.25f, 3] };
        await using var server = await ModelServerFixture.StartAsync(model);
        var story = new Story();
        server.Telemetry.AddProjection(story);
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":["one two","three"],"dimensions":8}""");
        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"object":"list","created":0,"model":"scripted","data":[{"object":"embedding","index":0,"embedding":[0.5,-1]},{"object":"embedding","index":1,"embedding":[0.25,3]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""");

        story.Ended.Select(scope => scope.Name).ShouldBe(["pool_acquire", "prepare", "queue_wait", "prefill", "generation", "inference", "send", "http"]);
        server.Log.Of("embedding").Single().GetProperty("REQUEST-INPUT").GetString().ShouldBe("model[scripted]: input[2]: encoding_format[float]: dimensions[8]:");
        server.Value(Count + "\"ok\"}").ShouldBe(1);
        server.Value("usage_tokens_total{model_id=\"scripted\",kind=\"prompt\"}").ShouldBe(3);
        server.Value("batchseq_items_sum{model_id=\"scripted\",operation=\"embedding\"}").ShouldBe(2);
        server.Value("inference_active_requests{model_id=\"scripted\",operation=\"embedding\",runtime=\"batchseq\"}").ShouldBe(0);
        server.Page().ShouldNotContain("usage_prompt_tokens_avg");
        server.Page().ShouldNotContain("model_prefill");
        server.Telemetry.LateFacts.ShouldBe(0);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Vector_InBase64_IsItsLittleEndianFloats()
    {
        var model = new ScriptedModel { VectorOf = _ => [1, -2] };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":[5,6,7],"encoding_format":"base64"}""");
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"embedding\":\"AACAPwAAAMA=\"");
        model.Embedded.ShouldBe(["5 6 7"]);
    }

    [Fact]
    public async Task Dimensions_OtherThanTheModels_Are400()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":"x","dimensions":4}""");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"invalid_argument","message":"dimensions is 4, accepted is 8: vectors of this model are not shortened."}""");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Inputs_BeyondTheLimit_Are400()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel(), options => options with { MaxInputs = 2 });
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":["a","b","c"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"invalid_argument","message":"input is a list of 3, accepted is at most 2: send several requests."}""");
    }

    [Fact]
    public async Task Text_ThatFails_Is500AndEndsTheRest()
    {
        var model = new ScriptedModel { VectorOf = text => text == "bad" ? null : [1] };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":["a","bad","c","d","e","f"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"internal","message":"The model failed to answer. The request id finds the reason in the log."}""");
        model.Embedded.ShouldNotContain("f");
        server.Value(Count + "\"error\"}").ShouldBe(1);
        server.Value("errors").ShouldBe(1);
        server.Page().ShouldNotContain("usage_tokens_total");
        server.ShouldReconcile();
    }

    [Theory]
    [InlineData("a", "input[0]")]
    [InlineData("c", "input[2]")]
    public async Task Text_ThatDoesNotFit_Is400AndNamed(string refused, string field)
    {
        var model = new ScriptedModel { RefusalOf = text => text == refused ? new SubmitRefusal(RefusalReason.PromptTooLong, "the prompt has 9 tokens and the context 8") : null };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":["a","b","c","d"]}""");
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"code":"out_of_range","message":"{{field}} cannot be used: the prompt has 9 tokens and the context 8."}""");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Queue_Full_Is503()
    {
        var model = new ScriptedModel { RefusalOf = _ => new SubmitRefusal(RefusalReason.QueueFull, "all 4 places in the queue are taken", 4, 4) };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":"a"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Client_ThatLeaves_CancelsTheWork()
    {
        var model = new ScriptedModel { HoldsEmbeddings = true };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var leaves = new CancellationTokenSource();
        var asked = server.PostAsync(Path, """{"model":"scripted","input":["a","b","c"]}""", leaves.Token);
        await server.WaitAsync(() => server.Value("inference_active_requests{model_id=\"scripted\",operation=\"embedding\",runtime=\"batchseq\"}") == 1);
        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(asked);
        await server.WaitAsync(() => server.Value("requests") == 1);
        server.Value(Count + "\"cancel\"}").ShouldBe(1);
        server.Value("errors").ShouldBe(0);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Defect_IsAPanicAndTheScopesEnd()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel { Defect = new InvalidOperationException("secret") });
        using var response = await server.PostAsync(Path, """{"model":"scripted","input":"a"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        server.Value("panics").ShouldBe(1);
        server.Value(Count + "\"error\"}").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Tiny_ManyTexts_PassAQueueThatHoldsFew()
    {
        await using var server = await ModelServerFixture.StartAsync(options => options with { QueueLength = 1 });
        var texts = Enumerable.Range(0, 50).Select(i => $"text {i % 10}").ToArray();
        using var response = await server.PostAsync(Path, JsonSerializer.Serialize(new { model = "vitrine-tiny", input = texts }));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var vectors = answer.RootElement.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle()).ToArray()).ToArray();
        vectors.Length.ShouldBe(50);
        vectors[3].ShouldBe(vectors[13]);
        vectors[3].ShouldNotBe(vectors[4]);
        server.ShouldReconcile();
    }
}
