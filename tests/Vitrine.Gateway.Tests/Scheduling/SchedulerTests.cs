using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Gateway.Tests.Scheduling;

public sealed class SchedulerTests
{
    [Fact]
    public void Choose_Defaults_BestFirstAndWhyInTheRecord()
    {
        var (busy, idle, full, gone) = (
            TestPods.Create("busy", new PodLoad { Running = 4, TimeToFirstToken = 0.2, TimePerOutputToken = 0.02 }, onFlight: 4),
            TestPods.Create("idle", new PodLoad { TimeToFirstToken = 0.1, TimePerOutputToken = 0.01 }),
            TestPods.Create("full", new PodLoad { Waiting = 10 }),
            TestPods.Create("gone"));
        gone.IsDraining = true;
        var decision = Create().Choose(TestPods.Request(), TestPods.Server(busy, idle, full, gone), null);
        decision.Order.Select(candidate => candidate.Pod.Id.Name).ShouldBe(["idle", "busy"]);
        decision.Order.ShouldAllBe(candidate => candidate.Prefill == null);
        decision.Json.ShouldBe(
            """{"pod":"idle","order":["idle","busy"],"pods":4,"filtered":{"available":1,"least-request":1},"plugins":{"least-request":1,"least-latency":1,"prefix-cache":1},"considered":["""
            + """{"pod":"idle","total":200,"scores":[100,100,0]},{"pod":"busy","total":0,"scores":[0,0,0]},"""
            + """{"pod":"gone","filter":"available","reason":"draining"},{"pod":"full","filter":"least-request","reason":"too many waiting requests"}]}""");
    }

    [Fact]
    public void Choose_Weights_Decide()
    {
        var (near, far) = (TestPods.Create("near", new PodLoad { KvUsage = 0.9 }), TestPods.Create("far", new PodLoad { KvUsage = 0.1 }, onFlight: 1));
        string First(double least, double kv) => Create(new SchedulerOptions { Scores = [new("least-request", least), new("gpu-usage", kv)] })
            .Choose(TestPods.Request(), TestPods.Server(near, far), null).Order[0].Pod.Id.Name;
        First(1, 1).ShouldBe("near");
        First(1, 2).ShouldBe("far");
    }

    [Fact]
    public void Choose_AllFiltered_OrderIsEmptyAndTheRefusalCounts()
    {
        var (a, b, c) = (TestPods.Create("a"), TestPods.Create("b"), TestPods.Create("c", new PodLoad { Waiting = 99 }));
        a.IsDraining = b.IsDraining = true;
        var decision = Create().Choose(TestPods.Request(), TestPods.Server(a, b, c), null);
        decision.Order.ShouldBeEmpty();
        decision.Refusal.ShouldBe("all pods were filtered: 2 by available, 1 by least-request");
        decision.Parse().TryGetProperty("pod", out _).ShouldBeFalse();
    }

    [Fact]
    public void Choose_RandomBesideOthers_IsLeftOut()
    {
        Create(new SchedulerOptions { Scores = [new("random"), new("least-request")] }).Choose(TestPods.Request(), TestPods.Server(TestPods.Create("a")), null)
            .Plugins.Select(plugin => plugin.Name).ShouldBe(["least-request"]);
        Create(new SchedulerOptions { Scores = [new("random")] }).Choose(TestPods.Request(), TestPods.Server(TestPods.Create("a")), null)
            .Plugins.Select(plugin => plugin.Name).ShouldBe(["random"]);
    }

    [Fact]
    public void Choose_Seeded_IsDeterministicAndSpreadsEquals()
    {
        var server = TestPods.Server([.. Enumerable.Range(0, 3).Select(i => TestPods.Create($"p{i}"))]);
        string[] Run(int seed)
        {
            var scheduler = Create(seed: seed);
            return [.. Enumerable.Range(0, 3000).Select(_ => scheduler.Choose(TestPods.Request(), server, null).Order[0].Pod.Id.Name)];
        }

        Run(5).ShouldBe(Run(5));
        Run(5).ShouldNotBe(Run(6));
        foreach (var pod in Run(5).GroupBy(name => name)) pod.Count().ShouldBeInRange(850, 1150, pod.Key);
    }

    [Fact]
    public void Choose_ManyPods_KeepsFiveAttemptsAndSixteenConsidered()
    {
        var pods = Enumerable.Range(0, 100).Select(i => TestPods.Create($"p{i:00}", new PodLoad { KvUsage = i / 100d })).ToArray();
        foreach (var pod in pods[..10]) pod.IsDraining = true;
        var decision = Create(new SchedulerOptions { Scores = [new("gpu-usage")] }).Choose(TestPods.Request(), TestPods.Server(pods), null);
        decision.Order.Select(candidate => candidate.Pod.Id.Name).ShouldBe(["p10", "p11", "p12", "p13", "p14"]);
        decision.Considered.Count.ShouldBe(16);
        decision.Considered.Count(pod => pod.FilteredBy is not null).ShouldBe(4);
        decision.Filtered.ShouldBe([new FilterCount("available", 10)]);
        decision.Parse().GetProperty("more").GetInt32().ShouldBe(84);
    }

    [Fact]
    public void Choose_Disaggregated_PairsTheBestPrefillPodOfTheGroup()
    {
        var server = TestPods.Disaggregated(
            Pod("d1", PodRole.Decode, "x", kv: 0.1), Pod("d2", PodRole.Decode, "y", kv: 0.2), Pod("d3", PodRole.Decode, "z", kv: 0.05), Pod("d4", PodRole.Decode, null, kv: 0),
            Pod("px1", PodRole.Prefill, "x", kv: 0.9), Pod("px2", PodRole.Prefill, "x", kv: 0.3), Pod("py", PodRole.Prefill, "y", kv: 0.5), Pod("other", PodRole.Aggregated, "z", kv: 0));
        var decision = Create(new SchedulerOptions { Scores = [new("gpu-usage")] }).Choose(TestPods.Request(), server, null);
        decision.Order.Select(pair => (pair.Pod.Id.Name, pair.Prefill!.Id.Name)).ShouldBe([("d1", "px2"), ("d2", "py")]);
        decision.PodCount.ShouldBe(4);
        decision.Parse().GetProperty("prefill").EnumerateArray().Select(name => name.GetString()).ShouldBe(["px2", "py"]);
    }

    [Fact]
    public void Choose_DisaggregatedWithoutPair_SaysSo()
    {
        var drained = TestPods.Create("p", PodRole.Prefill, "x");
        drained.IsDraining = true;
        var scheduler = Create();
        scheduler.Choose(TestPods.Request(), TestPods.Disaggregated(TestPods.Create("d", PodRole.Decode, "x"), drained), null)
            .Refusal.ShouldBe("no decode pod has a prefill pod of its group");
        scheduler.Choose(TestPods.Request(), TestPods.Disaggregated(TestPods.Create("p", PodRole.Prefill, "x")), null).Refusal.ShouldBe("no pod decodes");
    }

    [Fact]
    public void Choose_WithAScope_EachPluginRunIsAScope()
    {
        using var telemetry = new VitrineTelemetry(new TelemetryOptions { Kinds = HouseVocabulary.All });
        using var schedule = telemetry.Begin(GatewayKinds.Schedule);
        Create().Choose(TestPods.Request(), TestPods.Server(TestPods.Create("a")), schedule);
        schedule.Children().Select(child => (child.Get(GatewayFacts.PluginName), child.Get(GatewayFacts.PluginType), child.Outcome)).ShouldBe(
            [("available", "filter", Outcome.Ok), ("least-request", "filter", Outcome.Ok), ("least-request", "score", Outcome.Ok), ("least-latency", "score", Outcome.Ok), ("prefix-cache", "score", Outcome.Ok)],
            ignoreOrder: true);
        schedule.End(Outcome.Ok);
    }

    [Fact]
    public async Task Choose_WhileLoadsSwap_AlwaysAnswers()
    {
        var pods = Enumerable.Range(0, 50).Select(i => TestPods.Create($"p{i}", new PodLoad())).ToArray();
        var scheduler = new Scheduler(AllPlugins, new PrefixIndex(1024, 1000), Random.Shared);
        using var stop = new CancellationTokenSource();
        var swapping = Task.Run(() =>
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                var pod = pods[random.Next(1, pods.Length)];
                pod.Load = new PodLoad { Running = random.Next(9), Waiting = random.Next(12), KvUsage = random.NextDouble(), TimeToFirstToken = random.NextDouble(), ReadAt = random.Next(2) * TestPods.Now };
                pod.IsDraining = random.Next(4) == 0;
                pod.Enter();
                pod.Leave();
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2000; i++)
            {
                var decision = scheduler.Choose(TestPods.Request(), TestPods.Server(pods), null);
                decision.Order.Count.ShouldBeInRange(1, 5);
                decision.Order.Select(candidate => candidate.Pod).Distinct().Count().ShouldBe(decision.Order.Count);
                decision.Order.ShouldAllBe(candidate => double.IsFinite(candidate.Total));
            }
        })));
        await stop.CancelAsync();
        await swapping;
    }

    [Fact]
    public void Choose_ThousandPodsSixPlugins_AllocatesTheRecordOnly()
    {
        const int BytesOfARecord = 4096;
        var pods = Enumerable.Range(0, 1000).Select(i => TestPods.Create($"p{i}", new PodLoad { Waiting = i % 11, KvUsage = i / 1000d, TimeToFirstToken = i })).ToArray();
        var scheduler = new Scheduler(AllPlugins, new PrefixIndex(1024, 1000), new Random(1));
        var (request, server) = (TestPods.Request(), TestPods.Server(pods));
        for (var i = 0; i < 50; i++) scheduler.Choose(request, server, null);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) scheduler.Choose(request, server, null);
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).ShouldBeLessThan(BytesOfARecord);
    }

    [Fact]
    public void Validate_UnknownAndImpossible_NamesEachWithTheNearest()
    {
        new SchedulerOptions().Validate().ShouldBeEmpty();
        new SchedulerOptions
        {
            Filters = ["least-requests"],
            Scores = [new("prefix-cach"), new("gpu-usage", -1)],
            MaxWaitingRequests = 0,
            FirstTokenShare = 1.5,
            PrefixBlockBytes = 100,
            PrefixBlocksPerPrompt = 5000,
            PrefixBlocks = 1000,
            PrefixBlocksPerPod = 0,
            StaleAfter = TimeSpan.Zero,
        }.Validate().ShouldBe(
        [
            "The scheduler's filter 'least-requests' is unknown. Did you mean 'least-request'?",
            "The scheduler's score 'prefix-cach' is unknown. Did you mean 'prefix-cache'?",
            "The weight of 'gpu-usage' is -1; accepted is a number of at least 0.",
            "The scheduler's waiting requests are 0; accepted is an integer of at least 1.",
            "The share of the first token is 1.5; accepted is a number from 0 to 1.",
            "The prefix cache's block has 100 bytes; accepted is a multiple of 64 from 64 to 65536.",
            "The prefix cache's blocks per prompt are 5000; accepted is an integer from 1 to 4096.",
            "The prefix cache's blocks are 1000; accepted is a power of two from 1024.",
            "The prefix cache's blocks per pod are 0; accepted is an integer of at least 1.",
            "A pod's load is stale after 00:00:00; accepted is a time above 0.",
        ]);
    }

    [Fact]
    public void Catalog_EveryName_MakesAPluginOfThatName()
    {
        foreach (var name in PluginCatalog.Filters) PluginCatalog.Filter(name, new SchedulerOptions()).Name.ShouldBe(name);
        foreach (var name in PluginCatalog.Scores) PluginCatalog.Score(name, new SchedulerOptions(), new PrefixIndex(1024, 1), new Random(1)).Name.ShouldBe(name);
    }

    [Fact]
    public void Choose_RolesWithoutGroups_PairsAnyPrefillPod()
    {
        var order = Create().Choose(TestPods.Request(), TestPods.Server(TestPods.Create("p", PodRole.Prefill), TestPods.Create("d", PodRole.Decode)), null).Order;

        (order.Single().Pod.Id.Name, order.Single().Prefill!.Id.Name).ShouldBe(("d", "p"));
    }

    private static readonly SchedulerOptions AllPlugins = new()
    {
        Filters = ["least-request", "lora-affinity"],
        Scores = [new("least-request"), new("least-latency"), new("gpu-usage"), new("prefix-cache")],
    };

    private static Scheduler Create(SchedulerOptions? options = null, int seed = 1) => new(options ?? new SchedulerOptions(), new PrefixIndex(1024, 50_000), new Random(seed));

    private static Pod Pod(string name, PodRole role, string? group, double kv)
    {
        var pod = TestPods.Create(name, role, group);
        pod.Load = new PodLoad { KvUsage = kv, ReadAt = TestPods.Now };
        return pod;
    }
}
