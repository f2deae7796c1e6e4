using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Vitrine.Telemetry.Upstreams;

/// <summary>
/// Makes the clients that talk to other servers: bytes in, bytes out. No proxy, no redirect, no cookies, no decompression; trace context is
/// written by whoever sends, with the id of a span that is exported.
/// </summary>
public static class UpstreamHttp
{
    /// <summary>A client. The caller owns it.</summary>
    /// <param name="meters">The role's own, so that the client's series stand on the role's page.</param>
    /// <param name="connectTimeout">How long a connection may take.</param>
    /// <param name="tls">Whom it believes, and what it shows of itself; null for the system's authorities, this machine's roles, and nothing.</param>
    public static HttpMessageInvoker Create(IMeterFactory meters, TimeSpan connectTimeout, UpstreamTls? tls = null) => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = connectTimeout,
        // Addresses behind a name change; a connection may outlive that by this much.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // As Kestrel reads them. Without it one value beyond ASCII fails the call, and a client's header would look like an upstream's failure.
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        SslOptions = OptionsOf(tls ?? new UpstreamTls()),
        MeterFactory = meters,
    });

    private static SslClientAuthenticationOptions OptionsOf(UpstreamTls tls)
    {
        var options = new SslClientAuthenticationOptions { ClientCertificateContext = tls.Certificate is { } own ? SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true) : null };
        if (tls.Authorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        else
        {
            options.RemoteCertificateValidationCallback = static (connection, _, _, problems) => problems == SslPolicyErrors.None || IsThisMachine(((SslStream)connection).TargetHostName);
        }

        return options;
    }

    // The roles of one machine show each other the certificate that they were given, which is rarely one for localhost.
    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
