using System.Numerics.Tensors;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

/// <summary>Embeddings through the whole engine. What the numbers should be, <see cref="Goldens.GoldenEmbeddingTests"/> says.</summary>
public sealed class EmbeddingTests
{
    private static readonly CancellationToken Deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token;

    [Fact]
    public async Task TrySubmit_Text_GivesAVectorOfLengthOneAndItsTimes()
    {
        using TestEngine test = new(new EngineOptions { BatchSize = 4 });
        TextEmbedding embedding = Submit(test.Engine, EmbeddingRequest.FromText("the abed cd the abed"));
        GenerationStart start = (await embedding.GetStartAsync().WaitAsync(Deadline)).ShouldNotBeNull();
        EmbeddingResult result = await embedding.GetResultAsync().WaitAsync(Deadline);
        result.FinishReason.ShouldBe(FinishReason.Stop);
        result.PromptTokens.ShouldBe(embedding.PromptTokens);
        result.PromptTokens.ShouldBeGreaterThan(4);
        float[] values = result.Values.ShouldNotBeNull();
        values.Length.ShouldBe(test.Engine.Info.EmbeddingLength);
        TensorPrimitives.Norm<float>(values).ShouldBe(1f, 1e-5f);
        GenerationTimings t = result.Timings;
        ((long[])[t.Queued, t.SlotStarted, t.PrefillStarted, t.PrefillEnded, t.Finished]).ShouldBeInOrder();
        (start.SlotStarted, start.PrefillStarted, embedding.PrefillEndedTimestamp).ShouldBe((t.SlotStarted, t.PrefillStarted, t.PrefillEnded));
        (t.FirstToken, t.LastToken).ShouldBe((0, 0));
        test.Engine.Counters.KvPositionsUsed.ShouldBe(0);
    }

    [Fact]
    public async Task TrySubmit_BetweenGenerations_LeavesThemAlone()
    {
        using TestEngine test = new();
        GenerationRequest request = GenerationRequest.FromText("the abed", new SamplingOptions { Temperature = 0, MaxTokens = 20 });
        string alone = await GenerateAsync(test.Engine, request);
        float[] first = await EmbedAsync(test.Engine, EmbeddingRequest.FromText("cd"));
        (await GenerateAsync(test.Engine, request)).ShouldBe(alone);
        (await EmbedAsync(test.Engine, EmbeddingRequest.FromText("cd"))).ShouldBe(first);
        (await EmbedAsync(test.Engine, EmbeddingRequest.FromText("ab"))).ShouldNotBe(first);
    }

    [Theory]
    [InlineData(null, ModelKind.Text, PoolingType.Mean)]
    [InlineData(0u, ModelKind.Text, PoolingType.Mean)]
    [InlineData(1u, ModelKind.Embedding, PoolingType.Mean)]
    [InlineData(2u, ModelKind.Embedding, PoolingType.Cls)]
    [InlineData(3u, ModelKind.Embedding, PoolingType.Last)]
    public async Task Load_PoolingOfTheFile_IsTheEngines(uint? pooling, ModelKind kind, PoolingType expected)
    {
        using TextEngine engine = Load(pooling is { } type ? new() { ["llama.pooling_type"] = type } : []);
        (engine.Info.Kind, engine.Info.Pooling).ShouldBe((kind, expected));
        // A state depends on what comes before it only: the first knows nothing of the change.
        float[] one = await EmbedAsync(engine, EmbeddingRequest.FromTokens([1, 40, 41]));
        float[] other = await EmbedAsync(engine, EmbeddingRequest.FromTokens([1, 50, 41]));
        one.SequenceEqual(other).ShouldBe(expected == PoolingType.Cls);
    }

    [Fact]
    public void Load_Ranking_IsRefusedByName() =>
        Should.Throw<UnsupportedModelException>(() => Load(new() { ["llama.pooling_type"] = 4u })).Message.ShouldContain("'rank'");

    [Fact]
    public void Load_AttentionToLaterTokens_IsRefused() =>
        Should.Throw<UnsupportedModelException>(() => Load(new() { ["llama.attention.causal"] = false })).Message.ShouldContain("causal");

    [Fact]
    public void TrySubmit_ModelThatEndsTexts_AddsTheEndToken()
    {
        using TextEngine plain = Load([]);
        using TextEngine ending = Load(new() { ["tokenizer.ggml.add_eos_token"] = true });
        int tokens = Submit(plain, EmbeddingRequest.FromText("ab")).PromptTokens;
        Submit(ending, EmbeddingRequest.FromText("ab")).PromptTokens.ShouldBe(tokens + 1);
        Submit(ending, EmbeddingRequest.FromTokens([1, 40])).PromptTokens.ShouldBe(2);
    }

    [Fact]
    public async Task TrySubmit_PromptAsLongAsTheContext_IsAcceptedAndLongerRefused()
    {
        using TestEngine test = new(new EngineOptions { ContextLength = 16 });
        (await EmbedAsync(test.Engine, EmbeddingRequest.FromTokens([.. Enumerable.Repeat(40, 16)]))).ShouldNotBeEmpty();
        test.Engine.TrySubmit(EmbeddingRequest.FromTokens([.. Enumerable.Repeat(40, 17)]), out _, out SubmitRefusal? refusal).ShouldBeFalse();
        refusal!.ShouldSatisfyAllConditions(r => r.Reason.ShouldBe(RefusalReason.PromptTooLong), r => r.Actual.ShouldBe(17), r => r.Limit.ShouldBe(16));
        test.Engine.TrySubmit(EmbeddingRequest.FromTokens([]), out _, out refusal).ShouldBeFalse();
        refusal!.Reason.ShouldBe(RefusalReason.InvalidPrompt);
    }

    [Fact]
    public async Task TrySubmit_AlreadyCancelled_HasNoVector()
    {
        using TestEngine test = new();
        EmbeddingResult result = await Submit(test.Engine, EmbeddingRequest.FromText("ab"), new CancellationToken(canceled: true)).GetResultAsync();
        result.FinishReason.ShouldBe(FinishReason.Cancelled);
        result.Values.ShouldBeNull();
    }

    private static TextEngine Load(Dictionary<string, object> metadata)
    {
        using TemporaryFile file = TestFiles.Write(new RandomModel { Metadata = metadata }.ToArray());
        return TextEngine.Load(file.Path, new EngineOptions());
    }

    private static TextEmbedding Submit(TextEngine engine, EmbeddingRequest request, CancellationToken cancellation = default)
    {
        engine.TrySubmit(request, out TextEmbedding? embedding, out SubmitRefusal? refusal, cancellation).ShouldBeTrue(refusal?.Message);
        return embedding!;
    }

    private static async Task<float[]> EmbedAsync(TextEngine engine, EmbeddingRequest request) =>
        (await Submit(engine, request).GetResultAsync().WaitAsync(Deadline)).Values.ShouldNotBeNull();

    private static async Task<string> GenerateAsync(TextEngine engine, GenerationRequest request)
    {
        engine.TrySubmit(request, out TextGeneration? generation, out SubmitRefusal? refusal).ShouldBeTrue(refusal?.Message);
        return string.Concat(await generation!.ReadAllAsync(Deadline).Select(token => token.Text).ToListAsync(Deadline));
    }
}
