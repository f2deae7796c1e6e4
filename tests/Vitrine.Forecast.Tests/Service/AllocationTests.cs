using System.Net.Sockets;
using System.Text;
using Vitrine.Forecast.Tests.Requests;
using Vitrine.Forecast.Tests.Support;
using Vitrine.Testing;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>What a request may take from the heap. The whole process is measured, so nothing runs beside.</summary>
[Collection(Alone)]
public sealed class AllocationTests
{
    public const string Alone = "allocations";

    private const int Requests = 200;

    [Fact]
    public void Parse_FourHundredCandles_TakesTheColumnsAndLittleMore()
    {
        var body = Encoding.UTF8.GetBytes(Bodies.Single(400, 120).ToJsonString());
        // Six columns and the times of 400 candles are 22,400 bytes, the times and zones of 120 steps 1,200.
        Allocations.MedianBytes(() => Parsing.Parse(body, int.MaxValue)).ShouldBeLessThan(26_000);
    }

    [Fact]
    public async Task Request_WholeService_StaysWithinItsBudget()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { RequestsPerMinute = null });
        var body = Encoding.UTF8.GetBytes(Bodies.Single(400, 120).ToJsonString());
        byte[] request = [.. Encoding.ASCII.GetBytes($"POST {ServedForecast.Single} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(service.Api.BaseAddress!.Host, service.Api.BaseAddress.Port);
        Run(socket, request);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Run(socket, request);
        var bytes = (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests;

        TestContext.Current.SendDiagnosticMessage($"{bytes} bytes a request");
        // Of these some 33,000 are the series and the prediction themselves.
        bytes.ShouldBeLessThan(45_000);
    }

    private static void Run(Socket socket, byte[] request)
    {
        var buffer = new byte[64 * 1024];
        for (var i = 0; i < Requests; i++)
        {
            socket.Send(request);
            // The answer is chunked: its last bytes are an empty chunk.
            for (var ended = false; !ended;)
            {
                var read = socket.Receive(buffer);
                ended = read == 0 || buffer.AsSpan(0, read).EndsWith("0\r\n\r\n"u8);
            }
        }
    }
}
