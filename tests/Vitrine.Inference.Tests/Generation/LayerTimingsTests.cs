using System.Diagnostics;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Generation;

public sealed class LayerTimingsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Result_WhenAsked_HasEveryLayerWithinTheTimeOfItsPhase(int threads)
    {
        using TestEngine test = new(new EngineOptions { LayerTimings = true, Threads = threads, BatchSize = 4 });
        GenerationResult result = await GenerateAsync(test, max: 10);
        IReadOnlyList<LayerTimings> layers = result.Layers.ShouldNotBeNull();
        layers.Count.ShouldBe(test.Engine.Info.Layers);
        layers.ShouldAllBe(layer => layer.PrefillAttention > TimeSpan.Zero && layer.PrefillFeedForward > TimeSpan.Zero);
        layers.ShouldAllBe(layer => layer.DecodeAttention > TimeSpan.Zero && layer.DecodeFeedForward > TimeSpan.Zero);
        GenerationTimings t = result.Timings;
        Sum(layers, layer => layer.PrefillAttention + layer.PrefillFeedForward).ShouldBeLessThanOrEqualTo(Stopwatch.GetElapsedTime(t.PrefillStarted, t.PrefillEnded));
        Sum(layers, layer => layer.DecodeAttention + layer.DecodeFeedForward).ShouldBeLessThanOrEqualTo(Stopwatch.GetElapsedTime(t.PrefillEnded, t.LastToken));
    }

    [Fact]
    public async Task Result_SecondJobOfASlot_StartsFromNothing()
    {
        using TestEngine test = new(new EngineOptions { LayerTimings = true, Slots = 1 });
        await GenerateAsync(test, max: 50);
        // One token comes from the prompt: nothing was decoded.
        (await GenerateAsync(test, max: 1)).Layers.ShouldNotBeNull().ShouldAllBe(layer => layer.DecodeAttention == TimeSpan.Zero && layer.PrefillAttention > TimeSpan.Zero);
    }

    [Fact]
    public async Task Result_OfAnEmbedding_HasPrefillOnly()
    {
        using TestEngine test = new(new EngineOptions { LayerTimings = true });
        test.Engine.TrySubmit(EmbeddingRequest.FromText("the abed"), out TextEmbedding? embedding, out _).ShouldBeTrue();
        EmbeddingResult result = await embedding!.GetResultAsync().WaitAsync(Deadline);
        result.Layers.ShouldNotBeNull().ShouldAllBe(layer => layer.PrefillFeedForward > TimeSpan.Zero && layer.DecodeFeedForward == TimeSpan.Zero);
    }

    [Fact]
    public async Task Result_NotAsked_HasNone()
    {
        using TestEngine test = new();
        (await GenerateAsync(test, max: 2)).Layers.ShouldBeNull();
    }

    private static async Task<GenerationResult> GenerateAsync(TestEngine test, int max) =>
        await test.Submit(GenerationRequest.FromText("the abed cd ed", new SamplingOptions { Temperature = 0, MaxTokens = max })).GetResultAsync().WaitAsync(Deadline);

    private static TimeSpan Sum(IReadOnlyList<LayerTimings> layers, Func<LayerTimings, TimeSpan> time) => layers.Aggregate(TimeSpan.Zero, (sum, layer) => sum + time(layer));
}
