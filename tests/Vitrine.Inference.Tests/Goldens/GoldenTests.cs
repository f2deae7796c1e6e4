using System.Security.Cryptography;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Tests.Models;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Goldens;

/// <summary>The engine agrees with llama.cpp: see tools/goldens/README.md for what is compared with what.</summary>
public sealed class GoldenTests
{
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Names => ["vitrine-tiny", "random-f32", "random-f16", "random-bf16", "random-q8_0", "random-q4_k_m", "random-rope"];

    /// <summary>Models whose weights are no quants: there we round no activation, so that the widened file is the one to agree with.</summary>
    public static TheoryData<string> FloatNames => [.. Names.Select(row => row.Data).Where(name => !name.Contains("-q", StringComparison.Ordinal))];

    /// <summary>How far llama.cpp's rounding of activations to halves takes it from our logits, with some room; to eight bits both round alike.</summary>
    public static TheoryData<string, double> NativeTolerances => new()
    {
        { "vitrine-tiny", 0.02 }, { "random-f32", Tolerance }, { "random-f16", 0.02 }, { "random-bf16", 0.08 }, { "random-q8_0", Tolerance }, { "random-q4_k_m", Tolerance },
        { "random-rope", Tolerance },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void GoldenFile_ItsModel_HasNotChanged(string name)
    {
        GoldenFile golden = GoldenFile.Read(name);
        string actual = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(TestFiles.Data(golden.Model))));
        actual.ShouldBe(golden.Sha256, $"{golden.Model} is not the file that the goldens were made from. Run: sh tools/goldens/regenerate.sh");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Encode_GoldenTexts_GivesTheSameIds(string name)
    {
        using var golden = new GoldenModel(name);
        foreach (GoldenText text in golden.File.Texts)
            golden.Model.Tokenizer.Encode(text.Text, addBeginning: false, text.Special).ShouldBe(text.Ids, text.Text);
        foreach (GoldenPrompt prompt in golden.File.Prompts)
            golden.Model.Tokenizer.Encode(prompt.Text, addBeginning: true, prompt.Special).ShouldBe(prompt.Ids, prompt.Text);
    }

    [Theory]
    [MemberData(nameof(FloatNames))]
    public void Compute_GoldenPrompts_GivesTheSameLogitsAtEveryWidth(string name)
    {
        using var golden = new GoldenModel(name);
        foreach (ComputeKernels kernels in ComputeKernels.All)
        {
            foreach (GoldenPrompt prompt in golden.File.Prompts)
                Difference(golden.Compute(prompt.Ids, kernels), prompt.Logits).ShouldBeLessThan(Tolerance, $"{kernels.Name}: {prompt.Text}");
        }
    }

    [Theory]
    [MemberData(nameof(NativeTolerances))]
    public void Compute_GoldenPrompts_GivesTheNativeLogitsWithinRounding(string name, double tolerance)
    {
        using var golden = new GoldenModel(name);
        foreach (ComputeKernels kernels in ComputeKernels.All)
        {
            foreach (GoldenPrompt prompt in golden.File.Prompts)
                Difference(golden.Compute(prompt.Ids, kernels), prompt.NativeLogits).ShouldBeLessThan(tolerance, $"{kernels.Name}: {prompt.Text}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Generate_GoldenPrompts_GivesTheSameGreedyAnswer(string name)
    {
        using var golden = new GoldenModel(name);
        foreach (GoldenPrompt prompt in golden.File.Prompts)
        {
            using var run = new ForwardRun(golden.Model, ComputeKernels.Best);
            int[] expected = FloatNames.Any(row => row.Data == name) ? prompt.Greedy : prompt.NativeGreedy;
            run.Greedy(prompt.Ids, expected.Length).ShouldBe(expected, prompt.Text);
        }
    }

    private static double Difference(float[] actual, float[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        return actual.Zip(expected, (a, e) => Math.Abs((double)a - e)).Max();
    }

    private sealed class GoldenModel(string name) : IDisposable
    {
        public GoldenFile File { get; } = GoldenFile.Read(name);

        public LlamaModel Model { get; } = LlamaModel.Open(TestFiles.Data(GoldenFile.Read(name).Model));

        public float[] Compute(int[] prompt, ComputeKernels kernels)
        {
            using var run = new ForwardRun(Model, kernels);
            return run.Compute(prompt);
        }

        public void Dispose() => Model.Dispose();
    }
}
