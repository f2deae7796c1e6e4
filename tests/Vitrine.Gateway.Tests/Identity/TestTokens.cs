using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Vitrine.Gateway.Tests.Identity;

/// <summary>Signs tokens, and publishes the key, as an identity provider does.</summary>
internal sealed class TestTokens : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Both public keys, <c>rsa</c> and <c>ec</c>.</summary>
    public string Jwks
    {
        get
        {
            var rsa = _rsa.ExportParameters(includePrivateParameters: false);
            var ec = _ec.ExportParameters(includePrivateParameters: false);
            return JsonSerializer.Serialize(new
            {
                keys = new object[]
                {
                    new { kty = "RSA", kid = "rsa", use = "sig", n = Base64Url.EncodeToString(rsa.Modulus), e = Base64Url.EncodeToString(rsa.Exponent) },
                    new { kty = "EC", kid = "ec", crv = "P-256", x = Base64Url.EncodeToString(ec.Q.X), y = Base64Url.EncodeToString(ec.Q.Y) },
                    new { kty = "oct", kid = "secret", k = "c2VjcmV0" },
                },
            });
        }
    }

    /// <summary>A token with these claims.</summary>
    public string Sign(object claims, string algorithm = "RS256", string? keyId = "rsa")
    {
        var header = keyId is null ? (object)new { alg = algorithm, typ = "JWT" } : new { alg = algorithm, typ = "JWT", kid = keyId };
        var signed = $"{Encode(JsonSerializer.SerializeToUtf8Bytes(header))}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var data = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "ES256" => _ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            "PS256" => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            // What a forger does who knows the public key only: HMAC with it.
            "HS256" => HMACSHA256.HashData(_rsa.ExportSubjectPublicKeyInfo(), data),
            "none" => [],
            _ => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{signed}.{Encode(signature)}";
    }

    public void Dispose()
    {
        _rsa.Dispose();
        _ec.Dispose();
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
