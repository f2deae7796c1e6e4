using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.Chaos.Worlds.Clusters;

namespace Vitrine.Tests.Chaos;

public sealed class TcpRelayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetCut_OpenAndNewConnections_EndUntilItIsMended()
    {
        using var target = new TcpListener(IPAddress.Loopback, 0);
        target.Start();
        await using var relay = new TcpRelay(((IPEndPoint)target.LocalEndpoint).Port);
        using var first = await ConnectAsync(relay);
        using var far = await target.AcceptSocketAsync(Cancellation);
        await first.SendAsync(Encoding.ASCII.GetBytes("ping"), Cancellation);
        (await ReceiveAsync(far)).ShouldBe("ping");
        await far.SendAsync(Encoding.ASCII.GetBytes("pong"), Cancellation);
        (await ReceiveAsync(first)).ShouldBe("pong");

        relay.SetCut(true);

        (await EndsAsync(first)).ShouldBeTrue();
        using (var refused = await ConnectAsync(relay)) (await EndsAsync(refused)).ShouldBeTrue();
        relay.SetCut(false);
        using var again = await ConnectAsync(relay);
        using var farAgain = await target.AcceptSocketAsync(Cancellation);
        await again.SendAsync(Encoding.ASCII.GetBytes("back"), Cancellation);
        (await ReceiveAsync(farAgain)).ShouldBe("back");
    }

    private static async Task<Socket> ConnectAsync(TcpRelay relay)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, relay.Address.Port, Cancellation);
        return socket;
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[16];
        return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancellation));
    }

    private static async Task<bool> EndsAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[16], Cancellation) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
