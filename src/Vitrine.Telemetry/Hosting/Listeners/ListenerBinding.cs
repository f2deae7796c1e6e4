using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>Makes Kestrel listen where and how a <see cref="ListenerConfig"/> says.</summary>
internal static class ListenerBinding
{
    /// <summary>Adds the address and sets the limits, which are the server's as a whole.</summary>
    /// <exception cref="ArgumentException">The host is neither a known name nor an IP address.</exception>
    public static void Listen(this KestrelServerOptions server, ListenerConfig listener)
    {
        server.AddServerHeader = false;
        Apply(server.Limits, listener.Limits);
        Action<ListenOptions> configure = listener.Tls is { } tls ? With(tls) : static _ => { };
        if (listener.Host is "*" or "+") server.ListenAnyIP(listener.Port, configure);
        else if (IsLocalhost(listener) && listener.Port == 0) server.Listen(IPAddress.Loopback, 0, configure);
        else if (IsLocalhost(listener)) server.ListenLocalhost(listener.Port, configure);
        else server.Listen(AddressOf(listener), listener.Port, configure);
    }

    /// <summary>The addresses that will be bound, for a look before the server tries.</summary>
    public static IReadOnlyList<IPAddress> AddressesOf(ListenerConfig listener) =>
        listener.Host is "*" or "+" ? [IPAddress.Any, IPAddress.IPv6Any]
        : IsLocalhost(listener) ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [AddressOf(listener)];

    private static bool IsLocalhost(ListenerConfig listener) => string.Equals(listener.Host, "localhost", StringComparison.OrdinalIgnoreCase);

    private static IPAddress AddressOf(ListenerConfig listener) => IPAddress.TryParse(listener.Host, out var address)
        ? address
        : throw new ArgumentException($"'{listener.Host}' is no host to listen on: give localhost, * or an IP address.");

    private static Action<ListenOptions> With(TlsConfig tls)
    {
        // Read now, so that a wrong path is an error at start-up and not at the first connection.
        var https = new HttpsConnectionAdapterOptions { ServerCertificate = tls.Load() };
        return listen => listen.UseHttps(https);
    }

    private static void Apply(KestrelServerLimits server, ListenerLimits limits)
    {
        server.MaxRequestBodySize = limits.MaxBodyBytes;
        server.MaxRequestLineSize = limits.MaxRequestLineBytes;
        server.MaxRequestHeadersTotalSize = limits.MaxHeaderBytes;
        server.MaxRequestHeaderCount = limits.MaxHeaderCount;
        server.RequestHeadersTimeout = limits.HeadersTimeout;
        server.KeepAliveTimeout = limits.KeepAliveTimeout;
        server.MinRequestBodyDataRate = new MinDataRate(limits.SlowestBytesPerSecond, limits.SlowGrace);
        server.MinResponseDataRate = new MinDataRate(limits.SlowestBytesPerSecond, limits.SlowGrace);
        server.MaxConcurrentConnections = limits.MaxConnections;
        server.MaxConcurrentUpgradedConnections = limits.MaxConnections;
    }
}
