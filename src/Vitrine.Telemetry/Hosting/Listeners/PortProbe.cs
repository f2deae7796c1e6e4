using System.Net;
using System.Net.Sockets;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>
/// Looks at a port before the server takes it, in both address families: a program on <c>[::1]</c> alone would otherwise answer half of the
/// callers of <c>localhost</c>.
/// </summary>
internal static class PortProbe
{
    /// <exception cref="PortInUseException">Somebody listens there.</exception>
    public static void ThrowIfTaken(ListenerConfig listener)
    {
        if (listener.Port == 0) return;
        foreach (var address in ListenerBinding.AddressesOf(listener))
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6) continue;
            try
            {
                using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                if (address.AddressFamily == AddressFamily.InterNetworkV6) socket.DualMode = false;
                socket.Bind(new IPEndPoint(address, listener.Port));
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                throw new PortInUseException(listener.Port, PortOwner.Find(listener.Port), listener.Remedy, e);
            }
            catch (SocketException)
            {
                // No such family, no such address, no right to it: the server's own error says it better.
            }
        }
    }
}
