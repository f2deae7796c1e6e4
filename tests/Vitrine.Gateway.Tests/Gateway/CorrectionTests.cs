using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What the original declares or promises and does not do, of which no other test here speaks.</summary>
public sealed class CorrectionTests
{
    [Fact]
    public async Task OutputBeyondTheLimit_IsADebt()
    {
        await using var pod = await ScriptedUpstream.StartAsync(Answers.Chat(5, 1000));
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(Objects.Route(more: "rateLimit: { outputTokensPerUnit: 100, unit: day }"), Objects.Server("s1", [pod])));
        (await gateway.AskAsync()).Status.ShouldBe(200);
        using var refused = await gateway.PostAsync(Ask.Chat);
        ((int)refused.StatusCode, await refused.Content.ReadAsStringAsync()).ShouldBe((429, "\"output token rate limit exceeded\""));
        // 900 tokens of debt and the one that is asked for, at 100 a day.
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromDays(8.9), TimeSpan.FromDays(9.1));
        (await gateway.AccessAsync(1)).GetProperty("error_type").GetString().ShouldBe("output_rate_limit");
        (await gateway.SumAsync("kthena_router_rate_limit_exceeded_total", "limit_type=\"output_tokens\"")).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(2);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    public async Task RetryPolicy_OfAModelServer_Acts(int retries, int attempts)
    {
        await using var one = await ScriptedUpstream.StartAsync(Answers.HangUp);
        await using var two = await ScriptedUpstream.StartAsync(Answers.HangUp);
        await using var three = await ScriptedUpstream.StartAsync(Answers.HangUp);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Join(
            Objects.Route(), Objects.Server("s1", [one, two, three], $"trafficPolicy: {{ retry: {{ attempts: {retries}, retryInterval: 1ms }} }}")));
        (await gateway.AskAsync()).ShouldBe((503, "\"request to all pods failed\""));
        (await gateway.AccessAsync()).GetProperty("upstream_attempts").GetInt64().ShouldBe(attempts);
        (one.Received.Count + two.Received.Count + three.Received.Count).ShouldBe(attempts);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task PodThatAcceptsNoConnection_IsGivenUpInTime()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen(0);
        // The one place in its queue, and what the system allows besides: from here on nobody hears from it.
        var waiting = Enumerable.Range(0, 4).Select(_ => new TcpClient()).ToArray();
        foreach (var client in waiting) _ = client.ConnectAsync((IPEndPoint)deaf.LocalEndPoint!);
        await using var gateway = await GatewayFixture.StartAsync(
            Objects.Join(Objects.Route(), Objects.ServerAt("s1", new Uri($"http://{deaf.LocalEndPoint}"))), static options => options with { ConnectTimeout = TimeSpan.FromMilliseconds(200) });
        (await gateway.AskAsync()).ShouldBe((503, "\"request to all pods failed\""));
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"503\"", "error_type=\"proxy\"")).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
        foreach (var client in waiting) client.Dispose();
    }

    [Fact]
    public async Task InvalidDocument_KeepsTheLastGoodOnesAndIsReportedEverywhere()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        gateway.Documents.Write("more.yaml", "apiVersion: networking.serving.volcano.sh/v1alpha1\nkind: ModelRoute\nmetadata: { name: r2 }\nspec: { modelNam: x }\n");
        await gateway.WaitAsync(async () => await gateway.PageAsync("otel") is var page && GatewayFixture.Sum(page, "vitrine_gateway_config_valid") == 0 && GatewayFixture.Sum(page, "vitrine_gateway_config_errors") > 0);
        await gateway.WaitAsync(() => gateway.Lines.Any(line => line.Contains("more.yaml:4:9: spec.modelNam: is not known here. Did you mean 'modelName'?", StringComparison.Ordinal)));
        using var dump = JsonDocument.Parse(await gateway.Debug.GetStringAsync("/debug/config_dump"));
        var error = dump.RootElement.GetProperty("errors").EnumerateArray().Single(error => error.GetProperty("field").GetString() == "spec.modelNam");
        (Path.GetFileName(error.GetProperty("file").GetString()), error.GetProperty("line").GetInt32()).ShouldBe(("more.yaml", 4));
        (await gateway.AskAsync()).Status.ShouldBe(200);

        gateway.Documents.Delete("more.yaml");
        await gateway.WaitAsync(async () => await gateway.PageAsync("otel") is var page && GatewayFixture.Sum(page, "vitrine_gateway_config_valid") == 1);
    }
}
