using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Vitrine.Testing.Upstreams;

/// <summary>Answers every connection with the same bytes, whatever it is asked, and closes it: what no server of good manners would send.</summary>
public sealed class RawUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private int _asked;
    private Task _running = Task.CompletedTask;

    private RawUpstream(string answer) => _answer = Encoding.ASCII.GetBytes(answer);

    /// <summary>Requests that posted something; polls do not.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public static Task<RawUpstream> StartAsync(string answer)
    {
        var upstream = new RawUpstream(answer);
        upstream._listener.Start();
        upstream._running = upstream.RunAsync();
        return Task.FromResult(upstream);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _running;
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                await using var stream = connection.GetStream();
                var request = new byte[64 << 10];
                var read = await stream.ReadAtLeastAsync(request, 1, throwOnEndOfStream: false);
                if (request.AsSpan(0, read).StartsWith("POST"u8)) Interlocked.Increment(ref _asked);
                await stream.WriteAsync(_answer);
                connection.Client.Shutdown(SocketShutdown.Send);
                // Closing before the other side has would reset the connection under what was just sent.
                await stream.CopyToAsync(Stream.Null);
            }
        }
        catch (Exception e) when (e is SocketException or InvalidOperationException or IOException)
        {
            // Stopped.
        }
    }
}
