using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Tests.Scheduling;

public sealed class PrefixIndexTests
{
    [Fact]
    public void Blocks_SameBeginning_ShareTheChainUpToTheDifference()
    {
        var (a, b) = (new byte[64 * 6], new byte[64 * 6]);
        b[(64 * 3) + 10] = 1;
        var (hashesOfA, hashesOfB) = (PromptHash.Blocks("m", a), PromptHash.Blocks("m", b));
        hashesOfA[..3].ShouldBe(hashesOfB[..3]);
        hashesOfA[3..].Intersect(hashesOfB[3..]).ShouldBeEmpty();
        hashesOfA.Distinct().Count().ShouldBe(6, "equal blocks at different places differ");
        PromptHash.Blocks("n", a).Intersect(hashesOfA).ShouldBeEmpty("another model shares nothing");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(63, 0)]
    [InlineData(64, 1)]
    [InlineData(127, 1)]
    [InlineData(64 * 128, 128)]
    [InlineData(220_000, 128)]
    public void Blocks_Length_CountsWholeBlocksUpToTheLimit(int bytes, int blocks) => PromptHash.Blocks("m", new byte[bytes]).Length.ShouldBe(blocks);

    [Theory]
    [InlineData(128, 128, 3)]
    [InlineData(192, 128, 2)]
    [InlineData(64, 4, 4)]
    public void Blocks_OtherSizes_AreTheSameChainInLargerSteps(int blockBytes, int mostBlocks, int blocks)
    {
        var prompt = new byte[64 * 7];
        new Random(5).NextBytes(prompt);
        var pieces = PromptHash.Blocks("m", prompt);
        PromptHash.Blocks("m", prompt, blockBytes, mostBlocks).ShouldBe(Enumerable.Range(1, blocks).Select(i => pieces[(i * blockBytes / 64) - 1]));
    }

    [Fact]
    public void Blocks_EveryBit_ChangesTheHash()
    {
        var block = new byte[64];
        new Random(3).NextBytes(block);
        var seen = new HashSet<ulong> { PromptHash.Blocks("m", block)[0] };
        for (var bit = 0; bit < 512; bit++)
        {
            block[bit / 8] ^= (byte)(1 << (bit % 8));
            seen.Add(PromptHash.Blocks("m", block)[0]).ShouldBeTrue($"bit {bit}");
            block[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Find_LongestFirst_AndForgetsWhatThePodEvicted()
    {
        var index = new PrefixIndex(1024, blocksPerPod: 10);
        var (a, b) = (TestPods.Create("a"), TestPods.Create("b"));
        var blocks = Hashes(1, 8);
        index.Remember(a, blocks);
        index.Remember(b, blocks.AsSpan(0, 3));
        Span<PrefixMatch> matches = new PrefixMatch[16];
        index.Find(blocks, matches).ShouldBe(2);
        (matches[0].Pod, matches[0].Blocks, matches[1].Pod, matches[1].Blocks).ShouldBe((a.Number, 8, b.Number, 3));
        index.StillHas(a, matches[0]).ShouldBeTrue();

        index.Remember(a, Hashes(2, 10));
        index.StillHas(a, matches[0]).ShouldBeFalse("ten others came since");
        index.StillHas(b, matches[1]).ShouldBeTrue();
    }

    [Fact]
    public void Remember_ManyPodsOneBlock_KeepsTheSevenNewest()
    {
        var index = new PrefixIndex(1024, 50_000);
        var pods = Enumerable.Range(0, 10).Select(i => TestPods.Create($"p{i}")).ToArray();
        var block = Hashes(5, 1);
        foreach (var pod in pods) index.Remember(pod, block);
        index.Remember(pods[4], block);
        var matches = new PrefixMatch[16];
        index.Find(block, matches).ShouldBe(7);
        matches[..7].Select(match => match.Pod).ShouldBe(new[] { 4, 9, 8, 7, 6, 5, 3 }.Select(i => pods[i].Number));
        index.Count.ShouldBe(1);
    }

    [Fact]
    public void Remember_MoreThanFits_StaysWithinItsMemoryAndKeepsTheNewest()
    {
        const int Limit = 4096;
        var index = new PrefixIndex(Limit, int.MaxValue);
        var pod = TestPods.Create("a");
        for (var i = 0; i < 200; i++) index.Remember(pod, Hashes(i, 128));
        index.Count.ShouldBeLessThanOrEqualTo(Limit);
        index.Count.ShouldBeGreaterThan(Limit * 9 / 10);
        var matches = new PrefixMatch[1];
        index.Find(Hashes(199, 128), matches).ShouldBe(1);
        matches[0].Blocks.ShouldBe(128);
        index.Find(Hashes(0, 128), matches).ShouldBe(0, "the oldest went");
    }

    [Fact]
    public void Remember_Growing_KeepsNearlyAll()
    {
        var index = new PrefixIndex(1 << 16, int.MaxValue);
        var pod = TestPods.Create("a");
        var hashes = Hashes(11, 20_000);
        index.Remember(pod, hashes);
        var matches = new PrefixMatch[1];
        var found = 0;
        for (var i = 0; i < hashes.Length; i++) found += index.Find(hashes.AsSpan(i, 1), matches);
        found.ShouldBe(index.Count);
        found.ShouldBeGreaterThan(hashes.Length * 98 / 100, "a set of eight overflows now and then before it is doubled");
    }

    [Fact]
    public async Task Find_WhileOthersRemember_NeverFailsAndFindsWhatStood()
    {
        var index = new PrefixIndex(1024, int.MaxValue);
        var (a, b) = (TestPods.Create("a"), TestPods.Create("b"));
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) index.Remember(i % 2 == 0 ? a : b, Hashes(i, 64));
        });
        var matches = new PrefixMatch[16];
        for (var i = 0; i < 20_000; i++)
        {
            var found = index.Find(Hashes(i % 100, 64), matches);
            found.ShouldBeInRange(0, 2);
            foreach (var match in matches[..found]) match.Blocks.ShouldBeInRange(1, 64);
        }

        await stop.CancelAsync();
        await writer;
    }

    /// <summary>Hashes that look like a prompt's, none of them 0.</summary>
    private static ulong[] Hashes(int prompt, int count)
    {
        var random = new Random(prompt);
        return [.. Enumerable.Range(0, count).Select(_ => (ulong)random.NextInt64(1, long.MaxValue))];
    }
}
