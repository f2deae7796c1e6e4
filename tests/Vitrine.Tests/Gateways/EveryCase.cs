using Vitrine.Settings;
using Vitrine.Supervision;
using Vitrine.Testing;

namespace Vitrine.Tests.Gateways;

/// <summary>
/// A gateway whose objects have every case that the document measures: a plain model, one with weights, one with a limit, a prefill/decode pair and one whose first
/// pod is dead. Its access log is kept where <c>vitrine logs gateway</c> looks.
/// </summary>
internal sealed class EveryCase : IAsyncDisposable
{
    private EveryCase(TestSurroundings surroundings, ScriptedUpstream plain, ScriptedUpstream prefill, ScriptedUpstream decode, ServedGateway gateway) =>
        (Surroundings, Plain, Prefill, Decode, Gateway) = (surroundings, plain, prefill, decode, gateway);

    public TestSurroundings Surroundings { get; }

    public ScriptedUpstream Plain { get; }

    public ScriptedUpstream Prefill { get; }

    public ScriptedUpstream Decode { get; }

    public ServedGateway Gateway { get; }

    /// <summary>Starts three upstreams and the gateway before them.</summary>
    public static async Task<EveryCase> StartAsync()
    {
        var surroundings = new TestSurroundings();
        var (plain, prefill, decode) = (await ScriptedUpstream.StartAsync("plain"), await ScriptedUpstream.StartAsync("pair"), await ScriptedUpstream.StartAsync("pair"));
        surroundings.Write("objects/all.yaml", string.Join("---\n",
            Route("plain", [("plain", 100)]),
            Route("weighted", [("plain", 70), ("pair", 30)]),
            Route("limited", [("plain", 100)], "  rateLimit: { inputTokensPerUnit: 100, unit: hour }\n"),
            Route("pair", [("pair", 100)]),
            Route("half-dead", [("half-dead", 100)]),
            Route("dead", [("dead", 100)]),
            Server("plain", $"{{ name: plain-0, address: '{plain.Address}' }}"),
            Server("pair", $"{{ name: prefill-0, address: '{prefill.Address}', role: prefill }}", $"{{ name: decode-0, address: '{decode.Address}', role: decode }}"),
            Server("half-dead", $"{{ name: gone-0, address: 'http://127.0.0.1:{FreePort.Next()}' }}", $"{{ name: alive-0, address: '{plain.Address}' }}"),
            Server("dead", $"{{ name: gone-1, address: 'http://127.0.0.1:{FreePort.Next()}' }}")));
        var log = RoleLogFiles.Of(surroundings["vitrine-data"], "gateway").Standard;
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        var gateway = await ServedGateway.StartAsync(surroundings, null, (GatewaySettings.Objects, surroundings["objects"]), (GatewaySettings.AccessLogOutput, log));
        return new EveryCase(surroundings, plain, prefill, decode, gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        foreach (var upstream in (ScriptedUpstream[])[Plain, Prefill, Decode]) await upstream.DisposeAsync();
        Surroundings.Dispose();
    }

    private static string Route(string model, (string Server, int Weight)[] targets, string more = "") => $"""
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelRoute
        metadata: {"{"} name: {model}-route {"}"}
        spec:
          modelName: {model}
          rules:
          - targetModels: [{string.Join(", ", targets.Select(target => $"{{ modelServerName: {target.Server}, weight: {target.Weight} }}"))}]
        {more}
        """;

    private static string Server(string name, params string[] endpoints) => $"""
        apiVersion: networking.serving.volcano.sh/v1alpha1
        kind: ModelServer
        metadata: {"{"} name: {name} {"}"}
        spec:
          inferenceEngine: vLLM
          endpoints: [{string.Join(", ", endpoints)}]

        """;
}
