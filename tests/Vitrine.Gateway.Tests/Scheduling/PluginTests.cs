using System.Globalization;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Plugins;
using Vitrine.Gateway.Scheduling.Prefixes;

namespace Vitrine.Gateway.Tests.Scheduling;

/// <summary>Formulas as a table, filters with their reasons.</summary>
public sealed class PluginTests
{
    private static readonly string s_table = Path.Combine(AppContext.BaseDirectory, "Scheduling", "plugins.txt");

    public static TheoryData<int, string> Rows
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var (number, line) in File.ReadLines(s_table).Index())
            {
                if (line.Contains('|', StringComparison.Ordinal) && !line.StartsWith('#')) rows.Add(number + 1, line);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Score_Table(int number, string line)
    {
        var columns = line.Split('|', StringSplitOptions.TrimEntries);
        var pods = columns[1].Split(' ').Select(Pod).ToArray();
        var plugin = PluginCatalog.Score(columns[0], new SchedulerOptions(), new PrefixIndex(1024, 100), new Random(1));
        plugin.Name.ShouldBe(columns[0]);
        var scores = new double[pods.Length];
        scores.AsSpan().Fill(double.NaN);
        plugin.Score(TestPods.Request(), pods, scores);
        string.Join(' ', scores.Select(score => Math.Round(score, 2))).ShouldBe(columns[2], $"{s_table}:{number}");
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    [InlineData(11, false)]
    public void LeastRequestFilter_Waiting_KeepsBelowTheLimit(int waiting, bool keeps)
    {
        var pod = TestPods.Create("a", new PodLoad { Waiting = waiting });
        new LeastRequestFilter(10).Keeps(TestPods.Request(), pod, out var reason).ShouldBe(keeps);
        reason.ShouldBe(keeps ? null : "too many waiting requests");
        pod.Load = pod.Load with { ReadAt = TestPods.FreshSince - 1 };
        new LeastRequestFilter(10).Keeps(TestPods.Request(), pod, out _).ShouldBeTrue("what it said is too old");
    }

    [Fact]
    public void LoraAffinity_AdapterNotNamed_KeepsOutForAdaptersOnly()
    {
        var (with, without) = (TestPods.Create("a", new PodLoad { Models = ["base", "sql"] }), TestPods.Create("b", new PodLoad { Models = ["base"] }));
        var filter = new LoraAffinityFilter();
        filter.Keeps(TestPods.Request(isLora: true, model: "sql"), with, out _).ShouldBeTrue();
        filter.Keeps(TestPods.Request(isLora: true, model: "sql"), without, out var reason).ShouldBeFalse();
        reason.ShouldBe("adapter not loaded");
        filter.Keeps(TestPods.Request(model: "sql"), without, out _).ShouldBeTrue();
    }

    [Fact]
    public void Available_DrainingOrEjected_SaysWhich()
    {
        var (draining, ejected, back) = (TestPods.Create("a"), TestPods.Create("b"), TestPods.Create("c"));
        draining.IsDraining = true;
        ejected.EjectUntil(TestPods.Now + 1);
        back.EjectUntil(TestPods.Now);
        var filter = new AvailableFilter();
        filter.Keeps(TestPods.Request(), draining, out var why).ShouldBeFalse();
        why.ShouldBe("draining");
        filter.Keeps(TestPods.Request(), ejected, out why).ShouldBeFalse();
        why.ShouldBe("ejected after failures");
        filter.Keeps(TestPods.Request(), back, out why).ShouldBeTrue();
        why.ShouldBeNull();
    }

    [Fact]
    public void Random_Scores_AreFromNoughtToAHundred()
    {
        var pods = Enumerable.Range(0, 2000).Select(i => TestPods.Create($"p{i}")).ToArray();
        var scores = new double[pods.Length];
        new RandomScore(new Random(7)).Score(TestPods.Request(), pods, scores);
        (scores.Min(), scores.Max()).ShouldBe((0, 100));
    }

    [Fact]
    public void PrefixCache_MorePodsMatch_RatesTheFiveLongest()
    {
        var index = new PrefixIndex(1024, 50_000);
        var blocks = PromptHash.Blocks("llama", new byte[64 * 8]);
        var pods = Enumerable.Range(0, 8).Select(i => TestPods.Create($"p{i}")).ToArray();
        // The first seven remember 1 to 7 of the 8 blocks.
        for (var i = 0; i < 7; i++) index.Remember(pods[i], blocks.AsSpan(0, i + 1));
        var scores = new double[pods.Length];
        new PrefixCacheScore(index).Score(TestPods.Request(blocks: blocks), pods, scores);
        scores.ShouldBe([0, 0, 37.5, 50, 62.5, 75, 87.5, 0]);

        // One that is not asked for leaves its place to the next.
        new PrefixCacheScore(index).Score(TestPods.Request(blocks: blocks), pods.AsSpan(0, 6), scores.AsSpan(0, 6));
        scores[..6].ShouldBe([0, 25, 37.5, 50, 62.5, 75]);
    }

    private static Pod Pod(string text, int index)
    {
        var figures = text.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part.Length == 2 ? double.Parse(part[1], CultureInfo.InvariantCulture) : 1, StringComparer.Ordinal);
        double? Figure(string name) => figures.TryGetValue(name, out var value) ? value : null;
        var load = new PodLoad
        {
            Running = Figure("r") ?? 0,
            Waiting = Figure("w") ?? 0,
            KvUsage = Figure("kv") ?? 0,
            TimeToFirstToken = Figure("ttft"),
            TimePerOutputToken = Figure("tpot"),
        };
        var pod = TestPods.Create($"p{index}", load, (int)(Figure("f") ?? 0));
        if (figures.ContainsKey("stale")) pod.Load = pod.Load with { ReadAt = TestPods.FreshSince - 1 };
        return pod;
    }
}
