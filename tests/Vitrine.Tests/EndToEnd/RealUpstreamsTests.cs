using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Vitrine.Settings;
using Vitrine.Tests.Acceptance;
using Vitrine.Tests.Gateways;

namespace Vitrine.Tests.EndToEnd;

/// <summary>A gateway in front of two model servers in processes of their own, both of which want a key.</summary>
public sealed class RealUpstreamsTests : IDisposable
{
    private const string Key = "0123456789abcdef-of-the-upstreams";
    private readonly TestSurroundings _surroundings = new();

    public RealUpstreamsTests() => _surroundings.Write("keys.txt", $"gateway {Key}\n");

    public void Dispose() => _surroundings.Dispose();

    [Fact]
    public async Task Chats_ShareTwoProcesses_AndOutliveOne()
    {
        var both = await Task.WhenAll(ServeAsync(), ServeAsync());
        await using var first = both[0];
        await using var second = both[1];
        // By lot among equals: the default scores may prefer the faster of two for good.
        await using var gateway = await ServedGateway.StartAsync(
            _surroundings, null,
            (GatewaySettings.Upstreams, $"{UpstreamOf(first)},{UpstreamOf(second)}"), (SchedulerSettings.Scores, "least-request"), (GatewaySettings.AccessLogOutput, _surroundings["access.log"]));
        using var deadline = new CancellationTokenSource(ServedGateway.Deadline);

        var chosen = new HashSet<string>(StringComparer.Ordinal);
        var asked = 0;
        for (; chosen.Count < 2; asked++) chosen.Add(await ChooseAsync(gateway, deadline.Token));
        (await RequestsAsync(first) + await RequestsAsync(second)).ShouldBe(asked);

        using (var process = Process.GetProcessById(first.Id)) process.Kill();
        await first.EndAsync();
        for (var i = 0; i < 10; i++) (await gateway.ChatAsync("vitrine-tiny", "What is a span?")).Status.ShouldBe(200);
        (await RequestsAsync(second)).ShouldBeGreaterThan(10);
        (await gateway.Debug.GetStringAsync("/debug/operations?check", deadline.Token)).ShouldNotContain("\"holds\":false");
    }

    private Task<KronkProcess> ServeAsync() => KronkProcess.ServeAsync(_surroundings, "--api-key-file", "keys.txt");

    private static string UpstreamOf(KronkProcess server) => $"{Address(server, 8080)};debug={Address(server, 8090)};key-file=keys.txt";

    private static string Address(KronkProcess server, int port) => server.Shifted($"http://127.0.0.1:{port}").GetLeftPart(UriPartial.Authority);

    /// <summary>Chats; the pod that the gateway decided for.</summary>
    private static async Task<string> ChooseAsync(ServedGateway gateway, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Content = new StringContent("""{"model":"vitrine-tiny","max_tokens":4,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8, "application/json");
        request.Headers.Add("X-Vitrine-Explain", "1");
        using var answer = await gateway.Api.SendAsync(request, cancellation);
        ((int)answer.StatusCode).ShouldBe(200);
        using var decision = JsonDocument.Parse(answer.Headers.GetValues("X-Vitrine-Decision").Single());
        return decision.RootElement.GetProperty("pod").GetString()!;
    }

    /// <summary>What the model server itself counted.</summary>
    private static async Task<double> RequestsAsync(KronkProcess server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address(server, 8090)}/metrics");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Key}");
        using var answer = await server.Http.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();
        return page.Split('\n').Where(line => line.StartsWith("requests ", StringComparison.Ordinal)).Sum(line => double.Parse(line[9..], CultureInfo.InvariantCulture));
    }
}
