using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Telemetry.Upstreams;

/// <summary>Whom a client believes over TLS, and what it shows of itself.</summary>
public sealed record UpstreamTls
{
    /// <value>The authorities that a server's certificate must come from, on this machine too; null for those of the system.</value>
    public X509Certificate2Collection? Authorities { get; init; }

    /// <value>The client's own certificate with its key, or null for none.</value>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Reads the certificates of authorities from a PEM file.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message names the file.</exception>
    public static X509Certificate2Collection LoadAuthorities(string path)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidOperationException($"The certificates in '{path}' cannot be read: {e.Message}", e);
        }

        return authorities.Count > 0 ? authorities : throw new InvalidOperationException($"There is no certificate in '{path}': a PEM file has them.");
    }
}
