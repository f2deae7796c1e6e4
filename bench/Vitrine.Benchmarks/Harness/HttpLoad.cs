using System.Net.Sockets;
using System.Text;

namespace Vitrine.Benchmarks.Harness;

/// <summary>Load on a server whose answers are JSON that ends with a list.</summary>
internal static class HttpLoad
{
    /// <summary>Clients that ask at the same time.</summary>
    public const int Connections = 32;

    /// <summary>Keep-alive requests over raw sockets: the client must cost less than what it measures.</summary>
    public static Task RunAsync(Uri url, int requests) => Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => ConnectionAsync(url, requests / Connections)));

    private static async Task ConnectionAsync(Uri url, int requests)
    {
        var request = Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\nUser-Agent: bench\r\n\r\n");
        var answer = new byte[4096];
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(url.Host, url.Port);
        var stream = client.GetStream();
        for (var i = 0; i < requests; i++)
        {
            await stream.WriteAsync(request);
            // The JSON answer ends with its closing brackets; with chunks the terminator follows.
            var read = 0;
            while (!IsWhole(answer.AsSpan(0, read)))
            {
                var got = await stream.ReadAsync(answer.AsMemory(read));
                if (got == 0) throw new IOException("The server closed the connection.");
                read += got;
            }
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer) => answer.EndsWith("0\r\n\r\n"u8) || (answer.EndsWith("]}"u8) && answer.IndexOf("Content-Length"u8) >= 0);
}
