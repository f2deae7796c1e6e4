using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tests.Models;

namespace Vitrine.Inference.Tests.Llama;

/// <summary>What the file says of scaled rotation; what comes out of it, the golden model <c>random-rope</c> says.</summary>
public sealed class RopeScalingTests
{
    private static readonly int[] Prompt = [1, 40, 262, 263, 264, 99, 100, 265, 266, 5, 6, 7];

    [Theory]
    [InlineData("yarn")]
    [InlineData("longrope")]
    [InlineData("dynamic")]
    public void Open_OtherScaling_IsRefusedByName(string type) =>
        Should.Throw<UnsupportedModelException>(() => Compute(new() { ["llama.rope.scaling.type"] = type })).Message.ShouldContain($"'{type}'");

    [Theory]
    [InlineData(-2f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Open_AbsurdFactor_IsRefused(float factor) =>
        Should.Throw<UnsupportedModelException>(() => Compute(new() { ["llama.rope.scaling.factor"] = factor })).Message.ShouldContain("rope scaling by");

    [Fact]
    public void Open_FactorUnderAnyName_StretchesUnlessTheTypeIsNone()
    {
        float[] plain = Compute([]);
        float[] stretched = Compute(new() { ["llama.rope.scaling.type"] = "linear", ["llama.rope.scaling.factor"] = 2f });
        stretched.ShouldNotBe(plain);
        Compute(new() { ["llama.rope.scaling.factor"] = 2f }).ShouldBe(stretched);
        Compute(new() { ["llama.rope.scale_linear"] = 2f }).ShouldBe(stretched);
        Compute(new() { ["llama.rope.scaling.type"] = "none", ["llama.rope.scaling.factor"] = 2f }).ShouldBe(plain);
        Compute(new() { ["llama.rope.scaling.factor"] = 0f }).ShouldBe(plain);
    }

    [Fact]
    public void Open_EqualFactorsOfFrequencies_AreALinearFactor()
    {
        float[] linear = Compute(new() { ["llama.rope.scaling.factor"] = 2f });
        float[] factors = Compute([], [2, 2, 2, 2]);
        for (int i = 0; i < linear.Length; i++) factors[i].ShouldBe(linear[i], 1e-5f);
    }

    [Fact]
    public void Open_FactorsOfAnotherLength_AreRefused() =>
        Should.Throw<UnsupportedModelException>(() => Compute([], [1, 1, 1])).Message.ShouldContain("'rope_freqs.weight' is 1 × 3");

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    public void Open_FactorsThatNobodyCanDivideBy_AreRefused(float factor) =>
        Should.Throw<UnsupportedModelException>(() => Compute([], [1, factor, 1, 1])).Message.ShouldContain("'rope_freqs.weight' holds");

    private static float[] Compute(Dictionary<string, object> metadata, float[]? factors = null)
    {
        using TemporaryFile path = TestFiles.Write(new RandomModel { Metadata = metadata, RopeFactors = factors }.ToArray());
        using LlamaModel model = LlamaModel.Open(path.Path);
        using var run = new ForwardRun(model, ComputeKernels.Best);
        return run.Compute(Prompt);
    }
}
