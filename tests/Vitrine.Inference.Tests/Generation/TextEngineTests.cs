using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

public sealed class TextEngineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task TrySubmit_ShippedModel_AnswersAChat()
    {
        using TextEngine engine = TextEngine.Load(TestFiles.ShippedModel, new EngineOptions());
        output.WriteLine(engine.Info.ToString());
        engine.TrySubmit(
            GenerationRequest.FromChat([new ChatMessage("user", "Why is my p99 latency high?")], new SamplingOptions { Temperature = 0, MaxTokens = 64 }),
            out TextGeneration? generation,
            out _).ShouldBeTrue();
        string text = "";
        await foreach (TokenEvent token in generation!.ReadAllAsync()) text += token.Text;
        GenerationResult result = await generation.GetResultAsync();
        output.WriteLine(text);
        output.WriteLine(result.ToString());
        text.ShouldNotBeNullOrWhiteSpace();
        result.Error.ShouldBeNull();
    }
}
