using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Vitrine.Gateway.Identity;

/// <summary>Verifies a JSON Web Token (RFC 7519) in its compact form: signature, times, issuer, audience. No library that does it restores here.</summary>
internal static class TokenVerifier
{
    private const int LongestToken = 16 * 1024;
    private static readonly TimeSpan s_leeway = TimeSpan.FromMinutes(1);

    /// <summary>Verifies a token.</summary>
    /// <param name="token">The token as sent.</param>
    /// <param name="options">What it must say.</param>
    /// <param name="keys">Who may have signed it.</param>
    /// <param name="now">The time of its <c>exp</c> and <c>nbf</c>, with a minute's leeway.</param>
    public static TokenVerdict Verify(string token, AuthOptions options, IReadOnlyList<SigningKey> keys, DateTimeOffset now)
    {
        if (token.Length > LongestToken) return TokenVerdict.Bad("the token is too long");
        var parts = token.Split('.');
        if (parts.Length != 3) return TokenVerdict.Bad("the token is malformed");
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
            if (Text(header.RootElement, "alg") is not { } algorithm || header.RootElement.TryGetProperty("crit", out _)) return TokenVerdict.Bad("the token's header is not understood");
            var keyId = Text(header.RootElement, "kid");
            SigningKey[] candidates = [.. keys.Where(key => keyId is null || key.Id is null || key.Id == keyId)];
            if (candidates.Length == 0) return TokenVerdict.Bad("the token's key is not known") with { KeyIsUnknown = true };
            var signed = Encoding.ASCII.GetBytes(token, 0, parts[0].Length + 1 + parts[1].Length);
            var signature = Base64Url.DecodeFromChars(parts[2]);
            if (!candidates.Any(key => key.Verifies(algorithm, signed, signature))) return TokenVerdict.Bad("the token's signature is wrong") with { KeyIsUnknown = keyId is null };
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
            return Check(claims.RootElement, options, now);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return TokenVerdict.Bad("the token is malformed");
        }
    }

    private static TokenVerdict Check(JsonElement claims, AuthOptions options, DateTimeOffset now)
    {
        if (Seconds(claims, "exp") is not { } expires) return TokenVerdict.Bad("the token has no expiry");
        if (now - s_leeway >= expires) return TokenVerdict.Bad("the token is expired");
        if (Seconds(claims, "nbf") is { } begins && now + s_leeway < begins) return TokenVerdict.Bad("the token is not valid yet");
        if (options.Issuer is { } issuer && Text(claims, "iss") != issuer) return TokenVerdict.Bad("the token's issuer is not accepted");
        if (options.Audiences.Count > 0 && !AudiencesOf(claims).Any(options.Audiences.Contains)) return TokenVerdict.Bad("the token's audience is not accepted");
        return new TokenVerdict(Text(claims, "sub") ?? "", Problem: null);
    }

    private static IEnumerable<string> AudiencesOf(JsonElement claims)
    {
        if (!claims.TryGetProperty("aud", out var audience)) return [];
        return audience.ValueKind == JsonValueKind.Array
            ? [.. audience.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)]
            : Text(claims, "aud") is { } one ? [one] : [];
    }

    private static string? Text(JsonElement from, string name) => from.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static DateTimeOffset? Seconds(JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out var value) || !value.TryGetDouble(out var seconds)) return null;
        return DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(seconds, 0, 1e11));
    }
}
