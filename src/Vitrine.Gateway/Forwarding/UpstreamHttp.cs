using System.Diagnostics.Metrics;
using System.Net;
using System.Text;

namespace Vitrine.Gateway.Forwarding;

/// <summary>
/// Makes the clients that talk to upstreams: bytes in, bytes out. No proxy, no redirect, no cookies, no decompression; trace context is
/// written by the forwarder, with the id of a span that is exported. One for requests, one for polls, so that neither waits for the other.
/// </summary>
internal static class UpstreamHttp
{
    /// <summary>A client. The caller owns it.</summary>
    /// <param name="meters">The role's own, so that the client's series stand on the role's page.</param>
    /// <param name="connectTimeout">How long a connection may take.</param>
    public static HttpMessageInvoker Create(IMeterFactory meters, TimeSpan connectTimeout) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        // Addresses behind a name change; a connection may outlive that by this much.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // As Kestrel reads them. Without it one value beyond ASCII fails the call, and a client's header would look like a pod's failure.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        MeterFactory = meters,
    });
}
