using Vitrine.Inference.Gguf;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Llama;

public sealed class LlamaForwardTests
{
    private static readonly int[] Prompt = [1, 40, 262, 263, 264, 99, 100, 265, 266, 5, 6, 7, 270, 271, 260, 259, 8, 9, 10, 11];

    [Theory]
    [InlineData(TensorType.F32, 2, false)]
    [InlineData(TensorType.F16, 4, true)]
    [InlineData(TensorType.BF16, 2, false)]
    [InlineData(TensorType.Q8_0, 1, false)]
    [InlineData(TensorType.Q4_K, 2, true)]
    [InlineData(TensorType.Q6_K, 2, false)]
    public void Compute_AnyBatchSizeAndTeam_GivesTheSameLogits(TensorType type, int kvHeads, bool tied)
    {
        int width = type is TensorType.Q4_K or TensorType.Q6_K ? 256 : 32;
        var random = new RandomModel { Type = type, KvHeads = kvHeads, Tied = tied, EmbeddingLength = width, FeedForwardLength = 2 * width };
        using TemporaryFile path = TestFiles.Write(random.ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        float[] expected = Compute(model, ComputeKernels.All[^1], threads: 1, batchSize: 1);
        foreach ((int threads, int batch) in ((int, int)[])[(1, 1), (1, 3), (1, 7), (1, 64), (2, 1), (2, 64), (3, 5)])
        {
            float[] actual = Compute(model, ComputeKernels.Best, threads, batch);
            for (int i = 0; i < actual.Length; i++) actual[i].ShouldBe(expected[i], 1e-4f, $"{threads} threads, batches of {batch}, logit {i}");
        }
    }

    [Fact]
    public void Open_MissingTensor_NamesIt()
    {
        byte[] bytes = new RandomModel().ToArray();
        bytes.AsSpan(bytes.AsSpan().IndexOf("blk.1.ffn_up"u8), 12).Fill((byte)'x');
        Open(bytes).Message.ShouldContain("blk.1.ffn_up.weight");
    }

    [Fact]
    public void Open_TypeWithoutKernel_NamesItAndWhatIsSupported()
    {
        // The type follows the name, the dimension count and two extents; I32 is as large as F32, so the table stays consistent.
        byte[] bytes = new RandomModel().ToArray();
        int at = bytes.AsSpan().IndexOf("blk.1.ffn_up.weight"u8) + "blk.1.ffn_up.weight".Length + 4 + 16;
        BitConverter.TryWriteBytes(bytes.AsSpan(at), (uint)TensorType.I32);
        string message = Open(bytes).Message;
        message.ShouldContain("'blk.1.ffn_up.weight' of type I32");
        message.ShouldContain("F32, F16, Q8_0, Q4_K, Q6_K, BF16");
    }

    [Fact]
    public void Open_OtherArchitecture_NamesIt()
    {
        byte[] bytes = new GgufWriter().Add("general.architecture", "mamba").ToArray();
        Open(bytes).Message.ShouldContain("mamba");
    }

    [Fact]
    public void Open_PartOfASplitModel_SaysHowToJoinThem()
    {
        byte[] bytes = new GgufWriter().Add("general.architecture", "llama").Add("split.count", 3u).ToArray();
        Open(bytes).Message.ShouldBe("a model in 3 files; supported is one, which 'llama-gguf-split --merge FIRST-PART WHOLE.gguf' makes of them");
    }

    [Fact]
    public void Open_RandomMutationsOfAModel_OpensOrRefuses()
    {
        byte[] model = new RandomModel { Layers = 1 }.ToArray();
        int header = model.AsSpan().IndexOf("blk.0.ffn_down"u8) + 64;
        using var path = new TemporaryFile();
        var random = new Random(99);
        for (int round = 0; round < 400; round++)
        {
            byte[] bytes = [.. model];
            for (int i = random.Next(1, 4); i > 0; i--) bytes[random.Next(header)] = (byte)random.Next(256);
            File.WriteAllBytes(path.Path, bytes);
            try
            {
                LlamaModel.Open(path.Path).Dispose();
            }
            catch (Exception error) when (error is GgufFormatException or UnsupportedModelException)
            {
                error.Message.ShouldNotBeEmpty();
            }
        }
    }

    private static UnsupportedModelException Open(byte[] bytes)
    {
        using TemporaryFile path = TestFiles.Write(bytes);
        return Should.Throw<UnsupportedModelException>(() => LlamaModel.Open(path.Path).Dispose());
    }

    private static float[] Compute(LlamaModel model, ComputeKernels kernels, int threads, int batchSize)
    {
        using var run = new ForwardRun(model, kernels, threads, batchSize);
        return run.Compute(Prompt);
    }
}
