using System.Text.Json;
using Vitrine.ModelServer.Rerank;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Rerank;

public sealed class RerankTests
{
    [Fact]
    public void Read_BadRequests_NameTheFieldAndWhatIsAccepted() =>
        BadRequestFile.Failures("Rerank/bad-requests.txt", body => RerankRequestReader.Read(body, maxInputs: 3).Error).ShouldBeEmpty();

    [Theory]
    [InlineData("/v1/rerank")]
    [InlineData("/v1/reranking")]
    public async Task Documents_Ranked_AreOrderedByTheirCosine(string path)
    {
        var model = new ScriptedModel
        {
            VectorOf = text => text switch
            {
                "query" => [1, 0],
                "same" => [1, 0],
                "opposite" => [-1, 0],
                _ => [0, 1],
            },
        };
        await using var server = await ModelServerFixture.StartAsync(model);
        using var response = await server.PostAsync(path, """{"model":"scripted","query":"query","documents":["unrelated",{"text":"opposite"},"same"],"return_documents":true}""");
        EventText.Normalise(await response.Content.ReadAsStringAsync()).ShouldBe(
            """{"object":"list","created":0,"model":"scripted","data":[{"index":2,"relevance_score":1,"document":"same"},{"index":0,"relevance_score":0,"document":"unrelated"},{"index":1,"relevance_score":-1,"document":"opposite"}],"usage":{"prompt_tokens":4,"total_tokens":4}}""");
        server.Log.Of("rerank").Single().GetProperty("REQUEST-INPUT").GetString().ShouldBe("model[scripted]: documents[3]: top_n[3]: return_documents[true]:");
        server.Value("inference_requests_total{model_id=\"scripted\",operation=\"rerank\",runtime=\"batchseq\",status=\"ok\"}").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Tiny_TheQueryItself_IsTheNearestDocument()
    {
        await using var server = await ModelServerFixture.StartAsync();
        using var response = await server.PostAsync("/v1/rerank", """{"model":"vitrine-tiny","query":"why does the queue grow","documents":["a cat","why does the queue grow","errors per second"],"top_n":2}""");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var data = answer.RootElement.GetProperty("data");
        data.GetArrayLength().ShouldBe(2);
        data[0].GetProperty("index").GetInt32().ShouldBe(1);
        data[0].GetProperty("relevance_score").GetDouble().ShouldBe(1, 1e-4);
        data[0].TryGetProperty("document", out _).ShouldBeFalse();
    }
}
