using System.Net;
using System.Net.Sockets;

namespace Vitrine.Load;

/// <summary>Ports for servers that cannot choose one themselves.</summary>
internal static class Ports
{
    // Outgoing connections take theirs from 32768 on: one of a busy client's must not lie where a server is about to listen.
    private const int From = 20_000;
    private const int To = 32_768;

    /// <summary>A port at which nobody listens.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(From, To);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken; the next may not be.
            }
        }
    }
}
