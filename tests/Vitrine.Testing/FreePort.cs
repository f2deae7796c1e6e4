using System.Net;
using System.Net.Sockets;

namespace Vitrine.Testing;

/// <summary>Ports on which nobody listens, for programs that cannot say which one the system gave them.</summary>
/// <remarks>They lie below 32768: above, a port that was free when looked at becomes the source of somebody's connection before the program takes it.</remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;
    private static int s_last = Environment.ProcessId % 120 * 100;

    /// <summary>Another port each time.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref s_last) % Count);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
