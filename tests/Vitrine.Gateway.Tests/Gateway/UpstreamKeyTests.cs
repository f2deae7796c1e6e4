using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Tests.Support;
using Vitrine.Telemetry.Upstreams;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Upstreams that want a key of the gateway: requests and polls carry it, and nobody else hears of it.</summary>
public sealed class UpstreamKeyTests : IDisposable
{
    private const string Key = "sk-of-the-upstream";
    private readonly TemporaryFolder _folder = new();

    public UpstreamKeyTests() => _folder.Write("upstream.key", Key);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Upstream_WithAKey_IsDiscoveredPolledAndAsked()
    {
        await using var pod = await StartAsync();
        var upstream = UpstreamOptions.Parse($"{pod.Address.GetLeftPart(UriPartial.Authority)};key-file=upstream.key", _folder.Path);
        await using var gateway = await GatewayFixture.StartAsync("", options => options with { ObjectsFolder = null, Upstreams = [upstream] });
        await ShouldServeAsync(gateway, pod);
    }

    [Fact]
    public async Task Documents_WithAKey_ArePolledAndAsked()
    {
        await using var pod = await StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(), Objects.Server("s1", [pod], $"apiKey: {{ file: '{Path.Combine(_folder.Path, "upstream.key")}' }}")));
        await ShouldServeAsync(gateway, pod);
    }

    [Fact]
    public async Task Upstream_WithoutItsKey_SaysSoAndDoesNotBecomeReady()
    {
        await using var pod = await StartAsync();
        await using var gateway = await GatewayFixture.StartAsync("", options => options with { ObjectsFolder = null, Upstreams = [new UpstreamOptions(pod.Address)] }, waitUntilReady: false);
        await gateway.WaitAsync(() => gateway.Lines.Any(line => line.Contains("/v1/models answered 401", StringComparison.Ordinal)));
        (await gateway.Client.GetAsync("/readyz")).IsSuccessStatusCode.ShouldBeFalse();
    }

    [Fact]
    public async Task Documents_WithoutTheKey_SayThatThePodWantsOne()
    {
        await using var pod = await StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        await gateway.WaitAsync(() => gateway.Lines.Any(line => line.Contains("answered 401: it wants a key", StringComparison.Ordinal)));
    }

    private static async Task<ScriptedUpstream> StartAsync()
    {
        var pod = await ScriptedUpstream.StartAsync();
        pod.Key = Key;
        pod.Metrics = static context => context.Response.WriteAsync("vllm:num_requests_running 3\n");
        return pod;
    }

    private static async Task ShouldServeAsync(GatewayFixture gateway, ScriptedUpstream pod)
    {
        await gateway.WaitAsync(() => gateway.Fleet.Pods.Single().Load is { Running: 3, Models: ["llama"] });
        // What the client brings in its place, as the OpenAI clients always do, is not the pod's.
        (await gateway.AskAsync(headers: ("Authorization", "Bearer unused"))).Status.ShouldBe(200);
        pod.Received.Single().Headers.Authorization.ToString().ShouldBe($"Bearer {Key}");
        await gateway.ShouldBeAtRestAsync(1);

        var told = new List<string>(gateway.Lines) { await gateway.PageAsync(), await gateway.PageAsync("otel") };
        foreach (var page in new[] { "config_dump", "config_dump/modelservers", "config_dump/pods", "operations", "config" }) told.Add(await gateway.Debug.GetStringAsync($"/debug/{page}"));
        told.ShouldAllBe(text => !text.Contains(Key, StringComparison.Ordinal));
    }
}
