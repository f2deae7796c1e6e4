using System.Security.Cryptography.X509Certificates;

namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>A listener's certificate: a PEM pair, or a PFX file.</summary>
public sealed record TlsConfig
{
    /// <value>The certificate's file: PEM when <see cref="KeyPath"/> is set, PFX otherwise.</value>
    public required string CertificatePath { get; init; }

    /// <value>The private key's PEM file, or null when the certificate's file holds it.</value>
    public string? KeyPath { get; init; }

    /// <value>The password of the PFX file or of the encrypted key, or null.</value>
    public string? Password { get; init; }

    /// <summary>Reads the certificate with its key.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read; the message names the file and the reason.</exception>
    public X509Certificate2 Load()
    {
        try
        {
            if (KeyPath is null && !IsPem()) return X509CertificateLoader.LoadPkcs12FromFile(CertificatePath, Password);
            return Password is null
                ? X509Certificate2.CreateFromPemFile(CertificatePath, KeyPath)
                : X509Certificate2.CreateFromEncryptedPemFile(CertificatePath, Password, KeyPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException or ArgumentException)
        {
            throw new InvalidOperationException($"The certificate '{CertificatePath}'{(KeyPath is null ? "" : $" with the key '{KeyPath}'")} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The password stays out of logs.</summary>
    public override string ToString() => CertificatePath;

    private bool IsPem() => Path.GetExtension(CertificatePath) is ".pem" or ".crt" or ".cer";
}
