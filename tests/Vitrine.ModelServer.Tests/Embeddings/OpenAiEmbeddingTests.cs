using System.ClientModel;
using OpenAI;
using OpenAI.Embeddings;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Embeddings;

/// <summary>The client that .NET programs use, unchanged.</summary>
public sealed class OpenAiEmbeddingTests
{
    [Fact]
    public async Task Embed_Texts_AreUnderstood()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var answer = (await Client(server).GenerateEmbeddingsAsync(["the queue grows", "latency", "the queue grows"])).Value;
        answer.Count.ShouldBe(3);
        answer.Select(embedding => embedding.Index).ShouldBe([0, 1, 2]);
        answer.Model.ShouldBe(ModelServerFixture.TinyName);
        answer[0].ToFloats().ToArray().ShouldBe(answer[2].ToFloats().ToArray());
        answer[0].ToFloats().ToArray().Sum(value => value * value).ShouldBe(1, 1e-4);
        answer.Usage.InputTokenCount.ShouldBeGreaterThan(3);
        server.Value("usage_tokens_total{model_id=\"vitrine-tiny\",kind=\"prompt\"}").ShouldBe(answer.Usage.TotalTokenCount);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Dimensions_Refused_ReachTheCallerWithTheirMessage()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var failed = await Should.ThrowAsync<ClientResultException>(() => Client(server).GenerateEmbeddingAsync("x", new EmbeddingGenerationOptions { Dimensions = 3 }));
        failed.Status.ShouldBe(400);
        failed.GetRawResponse()!.Content.ToString().ShouldContain("dimensions is 3, accepted is ");
    }

    private static EmbeddingClient Client(ModelServerFixture server) =>
        new("vitrine-tiny", new ApiKeyCredential("unused"), new OpenAIClientOptions { Endpoint = new Uri(server.Client.BaseAddress!, "/v1") });
}
