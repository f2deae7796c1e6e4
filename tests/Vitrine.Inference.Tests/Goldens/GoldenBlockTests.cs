using Vitrine.Inference.Kernels;
using Vitrine.Inference.Tensors;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>Blocks that ggml encoded, and blocks of random bits, stand for the floats that ggml decodes: bit for bit, at every width.</summary>
public sealed class GoldenBlockTests
{
    [Fact]
    public void ReadAll_CommittedFile_HasEveryTypeThreeTimes() =>
        GoldenBlock.ReadAll().CountBy(block => block.Type).ShouldBe([new(TensorType.BF16, 3), new(TensorType.Q4_K, 3), new(TensorType.Q6_K, 3)]);

    [Fact]
    public unsafe void Widen_EveryBlockAtEveryWidth_GivesTheSameFloats()
    {
        foreach (GoldenBlock block in GoldenBlock.ReadAll())
        {
            foreach (ComputeKernels kernels in ComputeKernels.All)
            {
                float[] expected = block.Values;
                var actual = new float[expected.Length];
                fixed (byte* source = block.Bytes)
                fixed (float* destination = actual)
                    kernels.Widen(new TensorView(source, block.Type, expected.Length, 1), 0, destination);
                actual.ShouldBe(expected, $"{kernels.Name} {block.Type}");
            }
        }
    }

    [Fact]
    public void Decode_EveryBlock_GivesTheSameFloats()
    {
        foreach (GoldenBlock block in GoldenBlock.ReadAll())
            Quantiser.Decode(block.Type, block.Bytes).ShouldBe(block.Values, block.Type.ToString());
    }
}
