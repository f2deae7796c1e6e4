using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Ledger.Tests.Etcd;

/// <summary>A certificate authority of a test's own, with what it issues as PEM files in a folder.</summary>
internal sealed class EtcdAuthority : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-authority-");
    private readonly X509Certificate2 _own;
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;

    public EtcdAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        _own = request.CreateSelfSigned(_now.AddDays(-2), _now.AddDays(2));
        File.WriteAllText(Path, _own.ExportCertificatePem());
    }

    /// <summary>The file of its own certificate.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "ca.pem");

    /// <summary>Issues a certificate for 127.0.0.1, for servers and clients.</summary>
    /// <returns>The files of the certificate and of its key.</returns>
    public (string Certificate, string Key) Issue(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        // Server and client authentication, RFC 5280, 4.2.1.12.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false));
        using var issued = request.Create(_own, _now.AddDays(-1), _now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        var files = (Certificate: System.IO.Path.Combine(_folder.FullName, $"{name}.pem"), Key: System.IO.Path.Combine(_folder.FullName, $"{name}.key"));
        File.WriteAllText(files.Certificate, issued.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }

    public void Dispose()
    {
        _own.Dispose();
        _folder.Delete(recursive: true);
    }
}
