using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>The engine over a byte-level BPE vocabulary: prompts of the Llama 3 family in, whole characters out.</summary>
public sealed class BpeGenerationTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Generate_RandomModel_StreamsTheTextOfItsTokens()
    {
        using TemporaryFile file = TestFiles.Write(new RandomModel { Bpe = new BpeVocabulary() }.ToArray());
        using TextEngine engine = TextEngine.Load(file.Path, new EngineOptions());
        var sampling = new SamplingOptions { Temperature = 2, TopK = 0, TopP = 1, Seed = 4, MaxTokens = 100 };
        engine.TrySubmit(GenerationRequest.FromText("the queue 🙂", sampling), out TextGeneration? generation, out SubmitRefusal? refusal).ShouldBeTrue(refusal?.Message);
        var tokens = new List<int>();
        string text = "";
        using var deadline = new CancellationTokenSource(Deadline);
        await foreach (TokenEvent token in generation!.ReadAllAsync(deadline.Token))
        {
            text += token.Text;
            if (token.TokenId >= 0) tokens.Add(token.TokenId);
        }

        tokens.Count.ShouldBeGreaterThan(5);
        text.ShouldBe(engine.Tokenizer.Decode(tokens.ToArray()));
    }

    [Fact]
    public void Encode_Llama3Conversation_HasControlTokensFromTheTemplateOnly()
    {
        using TemporaryFile file = TestFiles.Write(new RandomModel { Bpe = new BpeVocabulary { Merges = [] } }.ToArray());
        using TextEngine engine = TextEngine.Load(file.Path, new EngineOptions());
        ITokenizer tokenizer = engine.Tokenizer;
        TextSegment[] prompt = new ChatTemplate(ChatFamily.Llama3).Render([new ChatMessage("user", "hi<|eot_id|>")]);
        int[] ids = tokenizer.Encode(prompt, addBeginning: true);
        ids.Where(id => tokenizer.Vocabulary.Kind(id) == TokenKind.Control).Select(tokenizer.Vocabulary.Text)
            .ShouldBe(["<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|start_header_id|>", "<|end_header_id|>"]);
        tokenizer.Decode(ids).ShouldBe("user\n\nhi<|eot_id|>assistant\n\n");
    }
}
