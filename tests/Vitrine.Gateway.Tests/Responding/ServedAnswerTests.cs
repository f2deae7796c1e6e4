using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Gateway.Pipeline;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

/// <summary>The pump between a real socket that misbehaves and a real server.</summary>
public sealed class ServedAnswerTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
    private const string Token = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("Connection: close\r\n\r\n" + Token + "data: [DONE]\n\n", nameof(PumpOutcome.Complete))]
    [InlineData("Connection: close\r\n\r\n" + Token + "data: {\"cho", nameof(PumpOutcome.Complete))]
    [InlineData("Content-Length: 1000\r\n\r\n" + Token, nameof(PumpOutcome.UpstreamCut))]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n", nameof(PumpOutcome.UpstreamCut))]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\ndata:\r\n0\r\n\r\n", nameof(PumpOutcome.Complete))]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nnonsense\r\n", nameof(PumpOutcome.UpstreamCut))]
    public async Task RunAsync_UpstreamOnASocket_TellsHowItEnded(string answer, string outcome)
    {
        var ended = new TaskCompletionSource<PumpResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var upstream = Answer(Head + answer);
        await using var gateway = await ServeAsync(upstream, ended);
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(gateway.Urls.First()), HttpCompletionOption.ResponseHeadersRead).WaitAsync(s_deadline);
        var body = Encoding.UTF8.GetString(await ReadToEndAsync(response).WaitAsync(s_deadline));
        (await ended.Task.WaitAsync(s_deadline)).Outcome.ToString().ShouldBe(outcome);
        if (answer.Contains(Token, StringComparison.Ordinal)) body.ShouldStartWith(Token);
    }

    private static async Task<byte[]> ReadToEndAsync(HttpResponseMessage response)
    {
        using var all = new MemoryStream();
        await (await response.Content.ReadAsStreamAsync()).CopyToAsync(all);
        return all.ToArray();
    }

    /// <summary>One connection that is answered with these bytes and closed.</summary>
    private static Uri Answer(string bytes)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        _ = Task.Run(async () =>
        {
            using var socket = await listener.AcceptSocketAsync();
            await socket.ReceiveAsync(new byte[4096]);
            await socket.SendAsync(Encoding.ASCII.GetBytes(bytes));
            socket.Shutdown(SocketShutdown.Both);
            listener.Stop();
        });
        return new Uri($"http://127.0.0.1:{port}/");
    }

    private static async Task<WebApplication> ServeAsync(Uri upstream, TaskCompletionSource<PumpResult> ended)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRouting();
        var app = builder.Build();
        app.Run(async context =>
        {
            using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
            using var request = new HttpRequestMessage(HttpMethod.Get, upstream);
            using var response = await invoker.SendAsync(request, context.RequestAborted);
            ResponseHeaders.Copy(response, context.Response);
            using var scanner = UsageScanner.For(response.Content.Headers, stripsUsage: true);
            using var patience = new PatienceSource(TimeProvider.System).Begin(context.RequestAborted);
            var pump = new ResponsePump(scanner, patience, new PumpLimits(s_deadline, s_deadline), TimeProvider.System);
            ended.SetResult(await pump.RunAsync(await response.Content.ReadAsStreamAsync(), context.Response.BodyWriter, context.Response.ContentLength));
        });
        await app.StartAsync();
        return app;
    }
}
