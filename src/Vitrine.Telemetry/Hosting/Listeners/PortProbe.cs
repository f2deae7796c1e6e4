using System.Net;
using System.Net.Sockets;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>
/// Looks at a port before a server takes it, in both address families: a program on <c>[::1]</c> alone would otherwise answer half of the
/// callers of <c>localhost</c>.
/// </summary>
public static class PortProbe
{
    /// <summary>Whether somebody listens at one of the addresses that the listener would bind. Port 0 is never taken.</summary>
    public static bool IsTaken(ListenerConfig listener) => Collision(listener) is not null;

    /// <exception cref="PortInUseException">Somebody listens there.</exception>
    internal static void ThrowIfTaken(ListenerConfig listener)
    {
        if (Collision(listener) is { } collision) throw new PortInUseException(listener.Port, PortOwner.Find(listener.Port), listener.Remedy, collision);
    }

    private static SocketException? Collision(ListenerConfig listener) =>
        listener.Port == 0 ? null : ListenerBinding.AddressesOf(listener).Select(address => Collision(address, listener.Port)).FirstOrDefault(collision => collision is not null);

    private static SocketException? Collision(IPAddress address, int port)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6) return null;
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException e)
        {
            // No such family, no such address, no right to it: the server's own error says it better.
            return e.SocketErrorCode == SocketError.AddressAlreadyInUse ? e : null;
        }
    }
}
