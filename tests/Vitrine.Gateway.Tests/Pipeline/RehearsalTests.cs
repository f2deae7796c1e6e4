using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Gateway.Tests.Scheduling;

namespace Vitrine.Gateway.Tests.Pipeline;

public sealed class RehearsalTests
{
    [Fact]
    public void Run_EveryPlugin_LeavesNothingBehind()
    {
        var options = new SchedulerOptions { Filters = PluginCatalog.Filters, Scores = [.. PluginCatalog.Scores.Select(name => new ScoreWeight(name))] };
        var prefixes = new PrefixIndex(options.PrefixBlocks, options.PrefixBlocksPerPod);
        var scheduler = new Scheduler(options, prefixes, new Random(1));

        Rehearsal.Run(scheduler);

        var decision = scheduler.Choose(TestPods.Request(model: "rehearsal", blocks: PromptHash.Blocks("rehearsal", "A prompt"u8)), TestPods.Server(TestPods.Create("a"), TestPods.Create("b")), null);
        decision.Parse().GetProperty("considered").EnumerateArray().Select(pod => pod.GetProperty("scores")[PluginCatalog.Scores.ToList().IndexOf(PluginCatalog.PrefixCache)].GetDouble()).ShouldAllBe(score => score == 0);
    }
}
