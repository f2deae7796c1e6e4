using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Gateway.Identity;
using Vitrine.Testing;

namespace Vitrine.Gateway.Tests.Identity;

public sealed class KeyRingTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly string _file = Path.GetTempFileName();
    private readonly TestTokens _first = new();
    private readonly TestTokens _second = new();
    private readonly HttpMessageInvoker _nobody = new(new HttpClientHandler());

    public void Dispose()
    {
        File.Delete(_file);
        _first.Dispose();
        _second.Dispose();
        _nobody.Dispose();
    }

    [Fact]
    public async Task Verify_KeysWereExchanged_ReadsThemAgainForAnUnknownKey()
    {
        await File.WriteAllTextAsync(_file, _first.Jwks, TestContext.Current.CancellationToken);
        using var ring = Ring();
        (await VerifyAsync(ring, _first)).Subject.ShouldBe("alice");

        await File.WriteAllTextAsync(_file, _second.Jwks.Replace("\"rsa\"", "\"rsa2\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        (await VerifyAsync(ring, _second, "rsa2")).Problem.ShouldBe("the token's key is not known", "at most one look in ten seconds");
        _clock.Advance(TimeSpan.FromSeconds(11));
        (await VerifyAsync(ring, _second, "rsa2")).Subject.ShouldBe("alice");
        (await VerifyAsync(ring, _first)).Subject.ShouldBeNull();
    }

    [Fact]
    public async Task Verify_KeysCannotBeReadAgain_OlderOnesStay()
    {
        await File.WriteAllTextAsync(_file, _first.Jwks, TestContext.Current.CancellationToken);
        using var ring = Ring();
        await VerifyAsync(ring, _first);
        await File.WriteAllTextAsync(_file, "no keys", TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await VerifyAsync(ring, _first)).Subject.ShouldBe("alice");
    }

    [Fact]
    public async Task Verify_NoKeysAtAll_AcceptsNobody()
    {
        File.Delete(_file);
        using var ring = Ring();
        (await VerifyAsync(ring, _first)).Subject.ShouldBeNull();
    }

    private KeyRing Ring() => new(new AuthOptions { Jwks = _file }, _nobody, _clock, NullLogger<KeyRing>.Instance);

    private ValueTask<TokenVerdict> VerifyAsync(KeyRing ring, TestTokens tokens, string keyId = "rsa") =>
        ring.VerifyAsync(tokens.Sign(new { sub = "alice", exp = _clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds() }, "RS256", keyId), TestContext.Current.CancellationToken);
}
