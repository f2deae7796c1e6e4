using System.Security.Cryptography;
using System.Text.Json;

namespace Vitrine.Gateway.Identity;

/// <summary>A public key of a JWKS document (RFC 7517): RSA, or a curve of NIST. Keys of other kinds are passed over. Thread-safe.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int LeastRsaBits = 2048;
    private readonly Lock _gate = new();
    private readonly RSA? _rsa;
    private readonly ECDsa? _ec;
    private readonly string? _algorithm;

    private SigningKey(string? id, string? algorithm, RSA? rsa, ECDsa? ec) => (Id, _algorithm, _rsa, _ec) = (id, algorithm, rsa, ec);

    /// <summary>The key's id, or null when it has none.</summary>
    public string? Id { get; }

    /// <summary>Reads the keys of a document.</summary>
    /// <exception cref="FormatException">It is no JWKS document, or none of its keys is of use.</exception>
    public static IReadOnlyList<SigningKey> ReadAll(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            SigningKey[] keys = [.. document.RootElement.GetProperty("keys").EnumerateArray().Select(Read).OfType<SigningKey>()];
            return keys.Length > 0 ? keys : throw new FormatException("No key of the document is an RSA or EC key for signatures.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            throw new FormatException($"This is no JWKS document: {e.Message}", e);
        }
    }

    /// <summary>Whether the signature is this key's, by an algorithm that the key is made for.</summary>
    public bool Verifies(string algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (_algorithm is not null && _algorithm != algorithm) return false;
        if (HashOf(algorithm) is not { } hash) return false;
        lock (_gate)
        {
            return algorithm[..2] switch
            {
                "RS" => _rsa is not null && _rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pkcs1),
                "PS" => _rsa is not null && _rsa.VerifyData(signed, signature, hash, RSASignaturePadding.Pss),
                _ => _ec is not null && FitsCurve(algorithm) && _ec.VerifyData(signed, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            };
        }
    }

    public void Dispose()
    {
        _rsa?.Dispose();
        _ec?.Dispose();
    }

    // No "none", and no algorithm of shared secrets: whoever knows a public key could sign with it.
    private static HashAlgorithmName? HashOf(string algorithm) => algorithm switch
    {
        "RS256" or "PS256" or "ES256" => HashAlgorithmName.SHA256,
        "RS384" or "PS384" or "ES384" => HashAlgorithmName.SHA384,
        "RS512" or "PS512" or "ES512" => HashAlgorithmName.SHA512,
        _ => null,
    };

    private bool FitsCurve(string algorithm) => _ec!.KeySize == algorithm switch { "ES256" => 256, "ES384" => 384, _ => 521 };

    private static SigningKey? Read(JsonElement key)
    {
        if (Text(key, "use") is not (null or "sig")) return null;
        var (id, algorithm) = (Text(key, "kid"), Text(key, "alg"));
        switch (Text(key, "kty"))
        {
            case "RSA":
                var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") });
                if (rsa.KeySize >= LeastRsaBits) return new SigningKey(id, algorithm, rsa, ec: null);
                rsa.Dispose();
                return null;
            case "EC" when CurveOf(Text(key, "crv")) is { } curve:
                return new SigningKey(id, algorithm, rsa: null, ECDsa.Create(new ECParameters { Curve = curve, Q = { X = Bytes(key, "x"), Y = Bytes(key, "y") } }));
            default:
                return null;
        }
    }

    private static ECCurve? CurveOf(string? name) => name switch
    {
        "P-256" => ECCurve.NamedCurves.nistP256,
        "P-384" => ECCurve.NamedCurves.nistP384,
        "P-521" => ECCurve.NamedCurves.nistP521,
        _ => null,
    };

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static byte[] Bytes(JsonElement key, string name)
    {
        try
        {
            return System.Buffers.Text.Base64Url.DecodeFromChars(Text(key, name) ?? "");
        }
        catch (FormatException e)
        {
            throw new CryptographicException($"'{name}' of a key is no base64url.", e);
        }
    }
}
