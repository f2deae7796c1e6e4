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

    [Fact]
    public void Sample_RandomOptions_AllocatesNothing()
    {
        Sampler sampler = Create(new SamplingOptions { Seed = 3, TopK = 4 });
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
        sampler.Reset(options, seed: 1);
        return sampler;
    }
}
