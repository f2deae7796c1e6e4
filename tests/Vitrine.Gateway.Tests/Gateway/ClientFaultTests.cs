using System.Net.Sockets;
using System.Text;
using Vitrine.Gateway.Queueing;

namespace Vitrine.Gateway.Tests.Gateway;

/// <summary>Clients that send what cannot be routed, or leave.</summary>
public sealed class ClientFaultTests
{
    [Theory]
    [InlineData("{\"model\":\"llama\",\"messages\":[}", 400)]
    [InlineData("{\"model\":7,\"messages\":[]}", 400)]
    [InlineData("{\"model\":\"llama\",\"messages\":\"hi\"}", 400)]
    [InlineData("{\"model\":\"llama\",\"messages\":[]} x", 400)]
    [InlineData("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}", 404)]
    [InlineData("[]", 400)]
    [InlineData("", 400)]
    public async Task BadBody_IsRefusedAndLogged(string body, int status)
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync(body)).Status.ShouldBe(status);
        (await gateway.AccessAsync()).GetProperty("error_type").GetString().ShouldBe("request_parsing");
        pod.Received.ShouldBeEmpty();
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task ModelNameOfTenMegabytes_Is400()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await gateway.AskAsync($$"""{"model":"{{new string('m', 10 << 20)}}","prompt":"hi"}""", "/v1/completions")).Status.ShouldBe(400);
        (await gateway.AccessAsync()).GetProperty("model_name").GetString().ShouldBe("");
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task InvalidUtf8_Is400()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using var content = new ByteArrayContent([.. "{\"model\":\"llama\",\"prompt\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        using var response = await gateway.Client.PostAsync("/v1/completions", content);
        ((int)response.StatusCode).ShouldBe(400);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task HundredMegabytesAnnounced_Is413BeforeTheyAreSent()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        (await SendRawAsync(gateway, "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 104857600\r\n\r\n")).ShouldStartWith("HTTP/1.1 413 ");
        (await gateway.AccessAsync()).GetProperty("error_type").GetString().ShouldBe("body_too_large");
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task FloodOfHeaders_Is431()
    {
        await using var pod = await ScriptedUpstream.StartAsync();
        await using var gateway = await GatewayFixture.StartAsync(pod);
        var flood = string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: y\r\n"));
        (await SendRawAsync(gateway, $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n{flood}Content-Length: 0\r\n\r\n")).ShouldStartWith("HTTP/1.1 431 ");
        (await gateway.AccessAsync()).GetProperty("status_code").GetInt64().ShouldBe(431);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task LeavesInMidStream_FreesTheUpstreamAtOnce()
    {
        var held = new HeldAnswer().Say(Answers.Piece("a"));
        await using var pod = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(pod);
        using (var response = await gateway.PostAsync(Ask.Stream))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            (await body.ReadAsync(new byte[10])).ShouldBeGreaterThan(0);
        }

        await held.Left;
        var line = await gateway.AccessAsync();
        line.GetProperty("status_code").GetInt64().ShouldBe(200);
        line.GetProperty("error_type").GetString().ShouldBe("client_left");
        line.GetProperty("output_tokens").GetInt64().ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task LeavesBeforeTheAnswer_Is499()
    {
        var held = new HeldAnswer();
        await using var one = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var two = await ScriptedUpstream.StartAsync(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(one, two);
        using var leave = new CancellationTokenSource();
        var asked = gateway.PostAsync(Ask.Chat, cancellation: leave.Token);
        await gateway.WaitAsync(() => one.Received.Count + two.Received.Count > 0);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        await held.Left;
        var line = await gateway.AccessAsync();
        line.GetProperty("status_code").GetInt64().ShouldBe(499);
        (await gateway.SumAsync("kthena_router_requests_total", "status_code=\"499\"", "error_type=\"client_left\"")).ShouldBe(1);
        (one.Received.Count + two.Received.Count).ShouldBe(1);
        await gateway.ShouldBeAtRestAsync(1);
    }

    [Fact]
    public async Task LeavesTheQueue_GivesItsPlaceUp()
    {
        var held = new HeldAnswer { Type = "application/json" };
        await using var pod = await ScriptedUpstream.StartAsync();
        pod.Next(held.RunAsync);
        await using var gateway = await GatewayFixture.StartAsync(Objects.Of(pod), options => options with { Fairness = new FairnessOptions { MaxConcurrent = 1 } });
        var running = gateway.AskAsync();
        await pod.ReceiveAsync();
        using var leave = new CancellationTokenSource();
        var queued = gateway.PostAsync(Ask.Chat, cancellation: leave.Token);
        await gateway.WaitAsync(async () => await gateway.SumAsync("kthena_router_fairness_queue_size") == 1);
        await leave.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => queued);
        (await gateway.AccessAsync()).GetProperty("status_code").GetInt64().ShouldBe(499);
        held.Say(Answers.ChatBody(1, 1)).End();
        (await running).Status.ShouldBe(200);
        (await gateway.AskAsync()).Status.ShouldBe(200);
        pod.Received.Count.ShouldBe(2);
        await gateway.ShouldBeAtRestAsync(3);
    }

    private static async Task<string> SendRawAsync(GatewayFixture gateway, string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(gateway.Client.BaseAddress!.Host, gateway.Client.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync() ?? "";
    }
}
