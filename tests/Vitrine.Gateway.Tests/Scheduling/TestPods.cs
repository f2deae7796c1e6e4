using System.Text;
using System.Text.Json;
using Vitrine.Gateway.Fleet;
using Vitrine.Gateway.Objects;
using Vitrine.Gateway.Parsing;
using Vitrine.Gateway.Scheduling;

namespace Vitrine.Gateway.Tests.Scheduling;

/// <summary>Pods, model servers and requests for tests of the scheduler.</summary>
internal static class TestPods
{
    public const long Now = 1_000_000;
    public const long FreshSince = 900_000;

    public static Pod Create(string name, PodRole role = PodRole.Aggregated, string? group = null) =>
        new(new ObjectName("default", name), new Uri($"http://{(name.All(char.IsAsciiLetterOrDigit) ? name : "pod")}.test:8000"), null, role, group, new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>A pod that said something lately.</summary>
    public static Pod Create(string name, PodLoad load, int onFlight = 0)
    {
        var pod = Create(name);
        pod.Load = load with { ReadAt = Now };
        for (var i = 0; i < onFlight; i++) pod.Enter();
        return pod;
    }

    public static FleetServer Server(params IReadOnlyList<Pod> pods) => new(new ModelServer(new ObjectName("default", "llama"), default), pods);

    public static FleetServer Disaggregated(params IReadOnlyList<Pod> pods) =>
        new(new ModelServer(new ObjectName("default", "llama"), default) { PdGroup = new PdGroup("group", new Dictionary<string, string>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal)) }, pods);

    public static ParsedRequest Parsed(string prompt = "hi", string model = "llama")
    {
        var bytes = Encoding.UTF8.GetBytes(prompt);
        return new ParsedRequest(new RequestBody(bytes, bytes.Length), new BodyMarks { Prompt = new BodyRange(0, bytes.Length) }) { OperationName = "chat", Model = model };
    }

    public static SchedulingRequest Request(bool isLora = false, string model = "llama", ulong[]? blocks = null) =>
        new(model, isLora, Parsed(model: model)) { Now = Now, FreshSince = FreshSince, PromptBlocks = blocks };

    /// <summary>The decision's JSON, parsed.</summary>
    public static JsonElement Parse(this SchedulingDecision decision) => JsonDocument.Parse(decision.Json).RootElement;
}
