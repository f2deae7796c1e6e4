using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Web.Tests.Support;

/// <summary>A certificate for 127.0.0.1 that nobody signed, in files of its own.</summary>
internal sealed class TemporaryCertificate : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-web-");

    public TemporaryCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=console", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Tls = new TlsConfig { CertificatePath = Path.Combine(_folder.FullName, "cert.pem"), KeyPath = Path.Combine(_folder.FullName, "key.pem") };
        File.WriteAllText(Tls.CertificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(Tls.KeyPath, key.ExportPkcs8PrivateKeyPem());
    }

    public TlsConfig Tls { get; }

    public void Dispose() => _folder.Delete(recursive: true);
}
