using System.Diagnostics.Metrics;
using System.Net;

namespace Vitrine.Web.Upstream;

/// <summary>
/// Makes the clients that talk to other servers. No proxy, no redirect, no cookies, no decompression; trace context is written by hand, with
/// the id of a span that is exported.
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
        MeterFactory = meters,
    });
}
