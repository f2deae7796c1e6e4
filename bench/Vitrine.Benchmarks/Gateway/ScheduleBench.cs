using System.Text;
using Vitrine.Benchmarks.Harness;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Scheduling;
using Vitrine.Gateway.Scheduling.Prefixes;
using Vitrine.Telemetry;
using Vitrine.Telemetry.Packs;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Benchmarks.Gateway;

/// <summary>What one scheduling decision costs: filters, scores, ranking, the record; with and without the scopes of the plugins.</summary>
internal static class ScheduleBench
{
    private const long Now = 1_000_000;
    private static readonly SchedulerOptions s_six = new()
    {
        Filters = ["least-request", "lora-affinity"],
        Scores = [new("least-request"), new("least-latency"), new("gpu-usage"), new("prefix-cache")],
    };

    public static int Run()
    {
        Choose();
        Parts();
        return 0;
    }

    private static void Choose()
    {
        using var telemetry = new VitrineTelemetry(new TelemetryOptions { ServiceName = "gateway", Kinds = [HttpKinds.Http, .. InferenceKinds.All, GuardKinds.Guard, .. GatewayKinds.All], Packs = [new PackStore().Load("kthena")] });
        foreach (var count in new[] { 3, 100, 1000 })
        {
            var prefixes = new PrefixIndex(s_six.PrefixBlocks, s_six.PrefixBlocksPerPod);
            var server = Server(count);
            var request = Request(prefixes, server);
            var scheduler = new Scheduler(s_six, prefixes, Random.Shared);
            var operations = Math.Max(1000, 100_000 / count);
            Measure.Print($"Scheduling among {count:N0} pods, six plugins, a prompt of 8 KB of which every pod has a part", "us", 1000, Measure.OneThread(operations,
            [
                new Subject("decision", times => Repeat(times, () => scheduler.Choose(request, server, null))),
                new Subject("decision and its JSON", times => Repeat(times, () => scheduler.Choose(request, server, null).Json)),
                new Subject("decision with a scope for each plugin", times => Repeat(times, () => Scoped(telemetry, scheduler, request, server))),
            ]));
        }
    }

    private static void Parts()
    {
        var prefixes = new PrefixIndex(s_six.PrefixBlocks, s_six.PrefixBlocksPerPod);
        var (small, large) = (Server(3), Server(1000));
        var request = Request(prefixes, large);
        var scheduler = new Scheduler(s_six, prefixes, Random.Shared);
        var (ofSmall, ofLarge) = (scheduler.Choose(request, small, null), scheduler.Choose(request, large, null));
        var prompt = new byte[PromptHash.BlockBytes * PromptHash.MostBlocks];
        var matches = new PrefixMatch[16];
        Console.WriteLine($"\nthe JSON: {ofSmall.Json.Length} characters for 3 pods, {ofLarge.Json.Length} for 1,000");
        Measure.Print("Parts of it", "us", 1000, Measure.OneThread(20_000,
        [
            new Subject("rendering the JSON, 3 pods", times => Repeat(times, () => DecisionJson.Write(ofSmall))),
            new Subject("rendering the JSON, 1,000 pods", times => Repeat(times, () => DecisionJson.Write(ofLarge))),
            new Subject("hashing a prompt of 8 KB", times => Repeat(times, () => PromptHash.Blocks("llama", prompt))),
            new Subject("finding who read it", times => Repeat(times, () => prefixes.Find(request.PromptBlocks.Span, matches))),
            new Subject("remembering who read it", times =>
            {
                for (var i = 0; i < times; i++) prefixes.Remember(small.Pods[0], request.PromptBlocks.Span);
            }),
        ]));
    }

    private static SchedulingDecision Scoped(VitrineTelemetry telemetry, Scheduler scheduler, in SchedulingRequest request, FleetServer server)
    {
        using var http = telemetry.Begin(HttpKinds.Http);
        using var inference = http.Begin(InferenceKinds.Inference).Set(GenAiFacts.RequestModel, "llama").Opened();
        using var schedule = inference.Begin(GatewayKinds.Schedule);
        var decision = scheduler.Choose(request, server, schedule);
        inference.Set(GatewayFacts.Decision, decision.Json);
        schedule.End(Outcome.Ok);
        inference.End(Outcome.Ok);
        http.End(Outcome.Ok);
        return decision;
    }

    private static FleetServer Server(int count)
    {
        var random = new Random(1);
        return new FleetServer(new ModelServer(new ObjectName("default", "llama"), default), [.. Enumerable.Range(0, count).Select(i =>
        {
            var pod = new Pod(new ObjectName("default", $"llama2-deployment-5f7b8c9d-{i:x5}"), new Uri("http://127.0.0.1:8000"), null, PodRole.Aggregated, null, new Dictionary<string, string>(StringComparer.Ordinal))
            {
                Load = new PodLoad { Running = random.Next(8), Waiting = random.Next(12), KvUsage = random.NextDouble(), TimeToFirstToken = random.NextDouble(), TimePerOutputToken = random.NextDouble() / 50, Models = ["llama", "sql"], ReadAt = Now },
            };
            for (var flight = random.Next(8); flight > 0; flight--) pod.Enter();
            return pod;
        })]);
    }

    /// <summary>A prompt of which each pod remembers some leading blocks.</summary>
    private static SchedulingRequest Request(PrefixIndex prefixes, FleetServer server)
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', PromptHash.BlockBytes * PromptHash.MostBlocks));
        var parsed = new ParsedRequest(new RequestBody(bytes, bytes.Length), new BodyMarks { Prompt = new BodyRange(0, bytes.Length) }) { OperationName = "chat", Model = "llama" };
        var blocks = PromptHash.Blocks("llama", bytes);
        for (var i = 0; i < server.Pods.Count; i++) prefixes.Remember(server.Pods[i], blocks.AsSpan(0, 1 + (i % 64)));
        return new SchedulingRequest("llama", IsLora: true, parsed) { Now = Now, FreshSince = 0, PromptBlocks = blocks };
    }

    private static void Repeat<T>(int times, Func<T> body)
    {
        for (var i = 0; i < times; i++) body();
    }
}
