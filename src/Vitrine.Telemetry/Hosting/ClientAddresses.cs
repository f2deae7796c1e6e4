using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Vitrine.Telemetry.Hosting;

/// <summary>
/// The addresses of clients as text, rendered once per connection as a rule: a connection hands the same address object to all its requests.
/// Thread-safe; of two connections that share a place, the newer one keeps it.
/// </summary>
internal sealed class ClientAddresses
{
    private const int Places = 1024;
    private readonly Entry?[] _entries = new Entry?[Places];

    /// <summary>Address and port, an IPv6 address in brackets; null when there is none, as on a Unix socket.</summary>
    public string? Of(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is not { } address) return null;
        var port = connection.RemotePort;
        ref var place = ref _entries[port & (Places - 1)];
        if (Volatile.Read(ref place) is { } known && ReferenceEquals(known.Address, address) && known.Port == port) return known.Text;
        var text = Render(address, port);
        Volatile.Write(ref place, new Entry(address, port, text));
        return text;
    }

    private static string Render(IPAddress address, int port)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<char> text = stackalloc char[64];
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? string.Create(CultureInfo.InvariantCulture, text, $"[{address}]:{port}")
            : string.Create(CultureInfo.InvariantCulture, text, $"{address}:{port}");
    }

    private sealed record Entry(IPAddress Address, int Port, string Text);
}
