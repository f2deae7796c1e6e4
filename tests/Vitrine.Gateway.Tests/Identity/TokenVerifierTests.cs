using Vitrine.Gateway.Identity;

namespace Vitrine.Gateway.Tests.Identity;

public sealed class TokenVerifierTests : IDisposable
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly AuthOptions s_options = new() { Jwks = "unused", Issuer = "https://issuer.example", Audiences = ["gateway", "other"] };
    private readonly TestTokens _tokens = new();
    private readonly IReadOnlyList<SigningKey> _keys;

    public TokenVerifierTests() => _keys = SigningKey.ReadAll(_tokens.Jwks);

    public void Dispose()
    {
        foreach (var key in _keys) key.Dispose();
        _tokens.Dispose();
    }

    [Theory]
    [InlineData("RS256", "rsa")]
    [InlineData("PS256", "rsa")]
    [InlineData("ES256", "ec")]
    [InlineData("RS256", null)]
    public void Verify_GoodToken_GivesItsSubject(string algorithm, string? keyId) =>
        Verify(_tokens.Sign(Claims(), algorithm, keyId)).ShouldBe(new TokenVerdict("alice", Problem: null));

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    public void Verify_AlgorithmWithoutAPublicKey_IsNotAccepted(string algorithm) => Verify(_tokens.Sign(Claims(), algorithm)).Problem.ShouldBe("the token's signature is wrong");

    [Fact]
    public void Verify_KeyOfAnotherKind_IsNotAccepted() => Verify(_tokens.Sign(Claims(), "RS256", "ec")).Problem.ShouldBe("the token's signature is wrong");

    [Fact]
    public void Verify_UnknownKey_SaysThatNewerKeysMightHelp() => Verify(_tokens.Sign(Claims(), "RS256", "newer")).KeyIsUnknown.ShouldBeTrue();

    [Fact]
    public void Verify_AnyByteChanged_IsNotAccepted()
    {
        var token = _tokens.Sign(Claims());
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            var verdict = Verify(new string(changed));
            // The last character of a base64url text may carry unused bits.
            if (verdict.Subject is not null) i.ShouldBe(token.Length - 1);
        }
    }

    public static TheoryData<object, string> BadClaims => new()
    {
        { new { sub = "alice", iss = "https://issuer.example", aud = "gateway" }, "the token has no expiry" },
        { new { sub = "alice", iss = "https://issuer.example", aud = "gateway", exp = s_now.AddMinutes(-2).ToUnixTimeSeconds() }, "the token is expired" },
        { new { sub = "alice", iss = "https://issuer.example", aud = "gateway", exp = Later, nbf = s_now.AddMinutes(2).ToUnixTimeSeconds() }, "the token is not valid yet" },
        { new { sub = "alice", iss = "https://forger.example", aud = "gateway", exp = Later }, "the token's issuer is not accepted" },
        { new { sub = "alice", aud = "gateway", exp = Later }, "the token's issuer is not accepted" },
        { new { sub = "alice", iss = "https://issuer.example", exp = Later }, "the token's audience is not accepted" },
        { new { sub = "alice", iss = "https://issuer.example", aud = new[] { "a", "b" }, exp = Later }, "the token's audience is not accepted" },
        { new { sub = "alice", iss = "https://issuer.example", aud = 7, exp = Later }, "the token's audience is not accepted" },
    };

    private static long Later => s_now.AddHours(1).ToUnixTimeSeconds();

    [Theory]
    [MemberData(nameof(BadClaims))]
    public void Verify_WrongClaims_SaysWhich(object claims, string problem) => Verify(_tokens.Sign(claims)).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("..")]
    [InlineData("e30.e30.e30")]
    [InlineData("W10.e30.")]
    [InlineData("!.!.!")]
    public void Verify_NoToken_IsNotAcceptedAndDoesNotThrow(string token) => Verify(token).Subject.ShouldBeNull();

    [Fact]
    public void Verify_EndlessToken_IsNotRead() => Verify(new string('a', 20_000)).Problem.ShouldBe("the token is too long");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}""")]
    [InlineData("""{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}""")]
    [InlineData("""{"keys":[{"kty":"EC","crv":"P-256","x":"!!","y":"!!"}]}""")]
    public void ReadAll_NoUsableKey_SaysSo(string json) => Should.Throw<FormatException>(() => SigningKey.ReadAll(json));

    private static object Claims() => new { sub = "alice", iss = "https://issuer.example", aud = new[] { "x", "gateway" }, exp = Later };

    private TokenVerdict Verify(string token) => TokenVerifier.Verify(token, s_options, _keys, s_now);
}
