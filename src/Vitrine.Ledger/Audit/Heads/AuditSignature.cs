using System.Security.Cryptography;

namespace Vitrine.Ledger.Audit.Heads;

/// <summary>Checks what <see cref="AuditSigner"/> signed, with nothing but its public key.</summary>
public sealed class AuditSignature : IDisposable
{
    private readonly ECDsa _key;

    private AuditSignature(ECDsa key) => _key = key;

    /// <summary>Tells the key from others.</summary>
    public string KeyId => IdOf(_key);

    /// <summary>Reads a public key.</summary>
    /// <exception cref="FormatException">It is no public key of P-256 in PEM.</exception>
    public static AuditSignature Of(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize != 256) throw new CryptographicException("another curve");
            return new AuditSignature(key);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new FormatException("This is no public key of the curve P-256 in PEM.", e);
        }
    }

    /// <summary>What is wrong with a head's signature, in a sentence; null when this key signed it.</summary>
    public string? WhatIsWrong(AuditHead head)
    {
        if (head is not { Version: 1, Algorithm: AuditSigner.Algorithm }) return $"The head is of version {head.Version} and signed with {head.Algorithm}, and this program checks version 1 with {AuditSigner.Algorithm}.";
        if (head.KeyId != KeyId) return $"The head was signed with another key ({head.KeyId}) than this public one ({KeyId}).";
        try
        {
            return _key.VerifyData(head.Statement(), Convert.FromBase64String(head.Signature), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ? null : "The signature is not that of this head: the head was altered.";
        }
        catch (FormatException)
        {
            return "The head's signature is no Base64.";
        }
    }

    public void Dispose() => _key.Dispose();

    internal static string IdOf(ECDsa key) => Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
}
