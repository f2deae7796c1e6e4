using System.ClientModel;
using System.Text;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Models;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Chat;

/// <summary>The client that .NET programs use, unchanged.</summary>
public sealed class OpenAiClientTests
{
    [Fact]
    public async Task Complete_Whole_IsUnderstood()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var answer = (await Client(server).CompleteChatAsync([new SystemChatMessage("Be brief."), new UserChatMessage("What is latency?")], new ChatCompletionOptions { MaxOutputTokenCount = 12, Temperature = 0 })).Value;
        answer.Id.ShouldStartWith("chatcmpl-");
        answer.Model.ShouldBe(ModelServerFixture.TinyName);
        answer.Role.ShouldBe(ChatMessageRole.Assistant);
        answer.FinishReason.ShouldBeOneOf(ChatFinishReason.Length, ChatFinishReason.Stop);
        answer.Usage.TotalTokenCount.ShouldBe(answer.Usage.InputTokenCount + answer.Usage.OutputTokenDetails.ReasoningTokenCount + answer.Usage.OutputTokenCount);
        server.Value("usage_total_tokens_max{model_id=\"vitrine-tiny\"}").ShouldBe(answer.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Complete_Streamed_IsUnderstoodAndCarriesUsage()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var text = new StringBuilder();
        ChatTokenUsage? usage = null;
        ChatFinishReason? finished = null;
        await foreach (var update in Client(server).CompleteChatStreamingAsync([new UserChatMessage("What is latency?")], new ChatCompletionOptions { MaxOutputTokenCount = 24 }))
        {
            foreach (var part in update.ContentUpdate) text.Append(part.Text);
            usage = update.Usage ?? usage;
            finished = update.FinishReason ?? finished;
        }

        finished.ShouldNotBeNull();
        usage.ShouldNotBeNull().TotalTokenCount.ShouldBeGreaterThan(usage.InputTokenCount);
        server.Value("usage_total_tokens_max{model_id=\"vitrine-tiny\"}").ShouldBe(usage.TotalTokenCount);
        (text.Length + usage.OutputTokenDetails.ReasoningTokenCount).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Errors_OfTheServer_ReachTheCallerWithStatusAndMessage()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var failed = await Should.ThrowAsync<ClientResultException>(() => Client(server, "nosuch").CompleteChatAsync(new UserChatMessage("hi")));
        failed.Status.ShouldBe(404);
        failed.GetRawResponse()!.Content.ToString().ShouldContain("There is no model 'nosuch'");
    }

    [Fact]
    public async Task Models_Listed_AreUnderstood()
    {
        await using var server = await ModelServerFixture.StartAsync();
        var models = new OpenAIModelClient(new ApiKeyCredential("unused"), Options(server));
        (await models.GetModelsAsync()).Value.Single().Id.ShouldBe(ModelServerFixture.TinyName);
    }

    private static ChatClient Client(ModelServerFixture server, string model = "vitrine-tiny") => new(model, new ApiKeyCredential("unused"), Options(server));

    private static OpenAIClientOptions Options(ModelServerFixture server) => new() { Endpoint = new Uri(server.Client.BaseAddress!, "/v1") };
}
