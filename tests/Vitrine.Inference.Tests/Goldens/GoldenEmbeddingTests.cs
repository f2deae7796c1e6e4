using Vitrine.Inference.Generation;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Threading;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>A slot pools what llama.cpp pools, in one batch and in several.</summary>
public sealed class GoldenEmbeddingTests
{
    private const float Tolerance = 1e-4f;

    [Fact]
    public void ReadAll_CommittedFile_HasEveryPoolingOfEveryModel() =>
        GoldenEmbedding.ReadAll().GroupBy(golden => golden.Model).ShouldAllBe(model => model.Select(golden => golden.Pooling).Distinct().Count() == 3);

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(256)]
    public async Task Embed_GoldenTexts_GivesTheSameVector(int batchSize)
    {
        foreach (IGrouping<string, GoldenEmbedding> ofModel in GoldenEmbedding.ReadAll().GroupBy(golden => golden.Model))
        {
            using LlamaModel model = LlamaModel.Open(TestFiles.Data(ofModel.Key));
            using var team = new ComputeTeam(1, "test");
            using var forward = new LlamaForward(model.Config, model.Weights, ComputeKernels.Best, team, 256, batchSize, maxLogitRows: 1);
            using var sequence = new KvSequence(model.Config, 256);
            foreach (GoldenEmbedding golden in ofModel)
            {
                float[] actual = await EmbedAsync(golden, model, forward, sequence);
                for (int i = 0; i < actual.Length; i++) actual[i].ShouldBe(golden.Values[i], Tolerance, $"{golden.Model}, {golden.Pooling}, {golden.Text}, value {i}");
            }
        }
    }

    private static async Task<float[]> EmbedAsync(GoldenEmbedding golden, LlamaModel model, LlamaForward forward, KvSequence sequence)
    {
        var embedding = new TextEmbedding(golden.Ids, queuedTimestamp: 1, CancellationToken.None);
        var work = new EmbeddingWork(golden.Pooling, model.Config.EmbeddingLength);
        work.Begin(embedding);
        FinishReason? ended = null;
        for (int done = 0; ended is null;)
        {
            int count = Math.Min(forward.BatchSize, golden.Ids.Length - done);
            forward.Compute([.. Enumerable.Range(done, count).Select(at => new BatchRow(golden.Ids[at], at, sequence, work.OutputOf(at)))]);
            ended = work.Accept(forward, row: 0, done, count);
            done += count;
        }

        work.Finish(ended.Value, error: null, default, layers: null);
        float[] values = (await embedding.GetResultAsync()).Values.ShouldNotBeNull();
        values.Length.ShouldBe(golden.Values.Length);
        return values;
    }
}
