using System.Security.Cryptography;

namespace Vitrine.Ledger.Audit.Heads;

/// <summary>Signs heads with a key of its own, which lies in a file that only its owner may read. Thread-safe.</summary>
public sealed class AuditSigner : IDisposable
{
    /// <summary>What it signs with, as heads name it.</summary>
    public const string Algorithm = "ECDSA-P256-SHA256";

    private readonly ECDsa _key;
    private readonly Lock _signing = new();

    private AuditSigner(ECDsa key) => _key = key;

    /// <summary>The public key, PEM.</summary>
    public string PublicKey => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <summary>Tells the key from others.</summary>
    public string KeyId => AuditSignature.IdOf(_key);

    /// <summary>Opens a key, and makes it where there is none.</summary>
    /// <exception cref="FormatException">The file holds another kind of key, or none.</exception>
    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static AuditSigner Open(string path)
    {
        if (!File.Exists(path)) Make(path);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            if (key.KeySize != 256) throw new CryptographicException("another curve");
            key.SignData([], HashAlgorithmName.SHA256);
            return new AuditSigner(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException($"{path} holds no private key of the curve P-256 in PEM. Make one: openssl ecparam -name prime256v1 -genkey -noout -out FILE", e);
        }
    }

    /// <summary>The head with its signature; what it says of key and time is set here.</summary>
    public AuditHead Sign(AuditHead head)
    {
        var named = head with { KeyId = KeyId, Algorithm = Algorithm };
        lock (_signing) return named with { Signature = Convert.ToBase64String(_key.SignData(named.Statement(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)) };
    }

    public void Dispose() => _key.Dispose();

    // A second process that starts at the same time finds the file whole or not at all.
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var unfinished = $"{path}.{Environment.ProcessId}.new";
        using (var file = new StreamWriter(unfinished, options))
        {
            file.Write(key.ExportPkcs8PrivateKeyPem());
            file.Write('\n');
        }

        try
        {
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(unfinished);
        }
    }
}
