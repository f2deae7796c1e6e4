using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Vitrine.Gateway.Queueing;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>What the gateway refuses to protect the others: each refusal has its status, its body, its series and its line.</summary>
public sealed class SheddingTests
{
    [Fact]
    public async Task OneMoreThanMayRun_Is429()
    {
        var held = new HeldAnswer { Type = "application/json" };
        await using var pod = await ScriptedUpstream.StartAsync();
        pod.Next(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { MaxConcurrentRequests = 1 });
        var running = gateway.AskAsync();
        await pod.ReceiveAsync();

        (await gateway.AskAsync()).ShouldBe((429, "\"too many concurrent requests\""));
        await ShouldBeToldAsync(gateway, 429, "concurrency_limit", "too many concurrent requests");
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"429\"", "error_type=\"concurrency_limit\"")).ShouldBe(1);

        held.Say(Answers.ChatBody(1, 1)).End();
        (await running).Status.ShouldBe(200);
        (await gateway.AskAsync()).Status.ShouldBe(200);
        await gateway.ShouldBeAtRestAsync(3);
    }

    [Fact]
    public async Task OneMoreThanMayWait_Is503()
    {
        var held = new HeldAnswer { Type = "application/json" };
        await using var pod = await ScriptedUpstream.StartAsync();
        pod.Next(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { Fairness = new FairnessOptions { MaxConcurrent = 1, MaxWaiting = 1 } });
        var running = gateway.AskAsync();
        await pod.ReceiveAsync();
        var waiting = gateway.AskAsync();
        await gateway.WaitAsync(async () => await gateway.SumAsync("kthena_router_fairness_queue_size") == 1);

        (await gateway.AskAsync()).ShouldBe((503, "\"the queue is full\""));
        await ShouldBeToldAsync(gateway, 503, "queue_full", "the queue is full");
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"503\"", "error_type=\"queue_full\"")).ShouldBe(1);

        held.Say(Answers.ChatBody(1, 1)).End();
        (await Task.WhenAll(running, waiting)).ShouldAllBe(answer => answer.Status == 200);
        await gateway.ShouldBeAtRestAsync(3);
    }

    [Fact]
    public async Task HundredMegabytesUnannounced_Is413()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var connection = await ConnectAsync(gateway, "Transfer-Encoding: chunked\r\n\r\n");
        var answer = new StreamReader(connection.GetStream()).ReadLineAsync();
        var chunk = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{1 << 20:x}\r\n{new string(' ', 1 << 20)}\r\n"));
        for (var sent = 0; sent < 100 && !answer.IsCompleted; sent++) await TrySendAsync(connection, chunk);
        (await answer).ShouldBe("HTTP/1.1 413 Payload Too Large");
        await ShouldBeToldAsync(gateway, 413, "body_too_large", "request body too large");
        pod.Received.ShouldBeEmpty();
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task BodyThatStalls_Is408()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { Api = [new ListenerConfig { Port = 0, Limits = new ListenerLimits { SlowGrace = TimeSpan.FromSeconds(1.5) } }] });
        using var connection = await ConnectAsync(gateway, "Content-Length: 1000\r\n\r\n{\"model\":");
        using var reader = new StreamReader(connection.GetStream());
        var answer = await reader.ReadToEndAsync();
        answer.ShouldStartWith("HTTP/1.1 408 ");
        answer.ShouldEndWith("\"request body arrived too slowly\"");
        await ShouldBeToldAsync(gateway, 408, "body_too_slow", "request body arrived too slowly");
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task ClientThatTakesNothing_IsCutAndFreesTheUpstream()
    {
        var held = new HeldAnswer();
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), static options => options with { ClientTimeout = TimeSpan.FromMilliseconds(500) });
        using var connection = await ConnectAsync(gateway, $"Content-Length: {Ask.Stream.Length}\r\n\r\n{Ask.Stream}");
        // More than the buffers of all sockets on the way hold.
        for (var piece = 0; piece < 1000; piece++) held.Say(Answers.Piece(new string('x', 60_000)));
        await held.Left;
        var line = await gateway.AccessAsync();
        (line.GetProperty("status_code").GetInt64(), line.GetProperty("error_type").GetString()).ShouldBe((200, "client_too_slow"));
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"200\"", "error_type=\"client_too_slow\"")).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
    }

    /// <summary>The line says it, and so does the pack that counts what had no model yet.</summary>
    private static async Task ShouldBeToldAsync(GatewayFixture gateway, int status, string type, string message)
    {
        await gateway.WaitAsync(() => gateway.Access.Any(line => line.GetProperty("status_code").GetInt64() == status));
        var line = gateway.Access.Single(line => line.GetProperty("status_code").GetInt64() == status);
        (line.GetProperty("error_type").GetString(), line.GetProperty("error_message").GetString()).ShouldBe((type, message));
        GatewayFixture.Sum(await gateway.PageAsync("otel"), "http_server_request_duration_seconds_count", $"http_response_status_code=\"{status}\"", $"error_type=\"{type}\"").ShouldBe(1);
    }

    private static async Task<TcpClient> ConnectAsync(GatewayFixture gateway, string rest)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
        await connection.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n{rest}"));
        return connection;
    }

    private static async Task TrySendAsync(TcpClient connection, byte[] bytes)
    {
        try
        {
            await connection.GetStream().WriteAsync(bytes);
        }
        catch (IOException)
        {
            // Refused in the middle.
        }
    }
}
