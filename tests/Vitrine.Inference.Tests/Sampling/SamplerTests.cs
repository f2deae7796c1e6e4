using Vitrine.Inference.Sampling;

namespace Vitrine.Inference.Tests.Sampling;

public sealed class SamplerTests
{
    private static readonly float[] Logits = [0f, 1f, 2f, 3f, -1f, 2.5f, 0.5f, -4f];

    [Fact]
    public void Sample_TemperatureZero_TakesTheLargest()
    {
        Sampler sampler = Create(new SamplingOptions { Temperature = 0 });
        for (int i = 0; i < 10; i++) sampler.Sample(Logits).ShouldBe(3);
    }

    [Fact]
    public void Sample_SameSeed_GivesTheSameTokens() => Draw(new SamplingOptions { Seed = 5 }, 200).ShouldBe(Draw(new SamplingOptions { Seed = 5 }, 200));

    [Fact]
    public void Sample_OtherSeed_GivesOtherTokens() => Draw(new SamplingOptions { Seed = 5 }, 200).ShouldNotBe(Draw(new SamplingOptions { Seed = 6 }, 200));

    [Fact]
    public void Sample_TopK_KeepsTheLargest() =>
        Draw(new SamplingOptions { Seed = 1, TopK = 3, TopP = 1, Temperature = 5 }, 500).Distinct().Order().ShouldBe([2, 3, 5]);

    [Fact]
    public void Sample_TopP_KeepsTheNucleus()
    {
        // Probabilities of 3 and 5 are 0.43 and 0.26, the next is 0.16: 0.6 needs exactly those two.
        Draw(new SamplingOptions { Seed = 1, TopK = 0, TopP = 0.6f, Temperature = 1 }, 500).Distinct().Order().ShouldBe([3, 5]);
    }

    [Fact]
    public void Sample_NoCuts_FollowsTheDistribution()
    {
        int[] counts = new int[Logits.Length];
        foreach (int token in Draw(new SamplingOptions { Seed = 2, TopK = 0, TopP = 1, Temperature = 1 }, 20_000)) counts[token]++;
        double total = Logits.Sum(logit => Math.Exp(logit));
        for (int i = 0; i < Logits.Length; i++) (counts[i] / 20_000.0).ShouldBe(Math.Exp(Logits[i]) / total, 0.015);
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(4f)]
    [InlineData(0.3f)]
    public void Sample_MinP_KeepsTheRatioFromBeforeTemperature(float temperature)
    {
        // Ratios to token 3 are exp(-0.5) = 0.607 for 5, exp(-1) = 0.368 for 2 and exp(-2) = 0.135 for 1; temperature must not move the limit.
        var options = new SamplingOptions { Seed = 1, TopK = 0, TopP = 1, MinP = 0.36f, Temperature = temperature };
        Draw(options, 5000).Distinct().Order().ShouldBe([2, 3, 5]);
        Draw(options with { MinP = 0.37f }, 5000).Distinct().Order().ShouldBe([3, 5]);
        Draw(options with { MinP = 1 }, 100).Distinct().ShouldBe([3]);
    }

    [Fact]
    public void Sample_MinP_SharesTheRestInProportion()
    {
        int[] counts = new int[Logits.Length];
        foreach (int token in Draw(new SamplingOptions { Seed = 2, TopK = 0, TopP = 1, MinP = 0.36f, Temperature = 1 }, 20_000)) counts[token]++;
        double total = Math.Exp(3) + Math.Exp(2.5) + Math.Exp(2);
        foreach (int token in (int[])[3, 5, 2]) (counts[token] / 20_000.0).ShouldBe(Math.Exp(Logits[token]) / total, 0.015);
    }

    [Fact]
    public void Sample_MinPBehindTopP_CutsTheShorter()
    {
        // Top-p 0.9 of the whole distribution keeps 3, 5, 2 and 1; min-p leaves two of them.
        Draw(new SamplingOptions { Seed = 1, TopK = 0, TopP = 0.9f, MinP = 0.5f, Temperature = 1 }, 500).Distinct().Order().ShouldBe([3, 5]);
        Draw(new SamplingOptions { Seed = 1, TopK = 0, TopP = 0.6f, MinP = 0.01f, Temperature = 1 }, 500).Distinct().Order().ShouldBe([3, 5]);
    }

    [Fact]
    public void Sample_RepetitionPenalty_DividesPositiveAndMultipliesNegativeLogits()
    {
        var recent = new RecentTokens(Logits.Length);
        recent.Reset([3, 4, 3, 0]);
        recent.Penalise(Logits, 2).ToArray().ShouldBe([0f, 1f, 2f, 1.5f, -2f, 2.5f, 0.5f, -4f]);
        recent.Penalise(Logits, 0.5f).ToArray().ShouldBe([0f, 1f, 2f, 6f, -0.5f, 2.5f, 0.5f, -4f]);
        recent.Penalise(Logits, float.Epsilon).ToArray().ShouldAllBe(logit => float.IsFinite(logit));
    }

    [Fact]
    public void Sample_RepetitionPenalty_ForgetsBehindTheWindow()
    {
        var recent = new RecentTokens(Logits.Length);
        recent.Reset([5, 3, .. Enumerable.Repeat(0, RecentTokens.Window - 1)]);
        recent.Penalise(Logits, 2)[5].ShouldBe(2.5f);
        recent.Penalise(Logits, 2)[3].ShouldBe(1.5f);
        recent.Add(0);
        recent.Penalise(Logits, 2)[3].ShouldBe(3f);
    }

    [Fact]
    public void Sample_RepetitionPenalty_SteersGreedyAnswersAwayFromPromptAndAnswer()
    {
        // Token 3 is in the prompt, 5 and then 2 become the largest and are penalised in turn: 1.5, 1.25 and 1 leave 3 again.
        var sampler = new Sampler(Logits.Length);
        sampler.Reset(new SamplingOptions { Temperature = 0, RepetitionPenalty = 2 }, seed: 1, [3]);
        Enumerable.Range(0, 4).Select(_ => sampler.Sample(Logits)).ShouldBe([5, 2, 3, 3]);
        sampler.Reset(new SamplingOptions { Temperature = 0, RepetitionPenalty = 2 }, seed: 1, []);
        sampler.Sample(Logits).ShouldBe(3);
    }

    [Fact]
    public void Sample_RandomOptions_AllocatesNothing()
    {
        Sampler sampler = Create(new SamplingOptions { Seed = 3, TopK = 4, MinP = 0.05f, RepetitionPenalty = 1.1f });
        sampler.Sample(Logits);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) sampler.Sample(Logits);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static int[] Draw(SamplingOptions options, int count)
    {
        Sampler sampler = Create(options);
        return [.. Enumerable.Range(0, count).Select(_ => sampler.Sample(Logits))];
    }

    private static Sampler Create(SamplingOptions options)
    {
        var sampler = new Sampler(Logits.Length);
        sampler.Reset(options, seed: 1, prompt: []);
        return sampler;
    }
}
