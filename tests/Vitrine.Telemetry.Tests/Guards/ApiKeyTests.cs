using System.Net;
using Microsoft.AspNetCore.Builder;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Tests.Hosting;
using Vitrine.Telemetry.Tests.Logs;

namespace Vitrine.Telemetry.Tests.Guards;

public sealed class ApiKeyTests
{
    private const string Key = "0123456789abcdef";
    private static readonly ApiKeys s_keys = new([new("ci", "another-key-of-ci"), new("shop", Key)]);

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("Authorization", "Bearer " + Key, true)]
    [InlineData("Authorization", "bearer " + Key, true)]
    [InlineData("Authorization", Key, false)]
    [InlineData("Authorization", "Bearer wrong-wrong-wrong", false)]
    [InlineData("X-Api-Key", Key, true)]
    [InlineData("X-Api-Key", Key + "x", false)]
    public async Task Api_WithKeys_LetsInWhoHasOne(string? header, string? value, bool admitted)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"), options => options.ApiKeys = s_keys);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        if (header is not null) request.Headers.TryAddWithoutValidation(header, value);

        using var answer = await service.Api.SendAsync(request);

        answer.StatusCode.ShouldBe(admitted ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        var ending = await service.Ended.NextAsync();
        ending.Outcome.ShouldBe(admitted ? Outcome.Ok : Outcome.Rejected);
        if (admitted) ending.Facts["vitrine.caller"].ShouldBe("shop");
        else (await answer.Content.ReadAsStringAsync()).ShouldContain("invalid_api_key");
    }

    [Fact]
    public async Task Debug_WithKeys_LeavesHealthOpenAndCountsRefusals()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"), options => options.Debug.Listener = new ListenerConfig { Port = 0, ApiKeys = s_keys });

        (await service.Debug.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.Debug.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        (await service.Ended.NextAsync()).Outcome.ShouldBe(Outcome.Rejected);
        service.Debug.DefaultRequestHeaders.Add("X-Api-Key", Key);
        (await service.MetricsAsync()).ShouldContain("requests_total{outcome=\"rejected\",status=\"401\",route=\"none\"} 1\n");
    }

    [Fact]
    public void FromFile_Lines_AreNameAndKey()
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys"];
        File.WriteAllText(path, $"# comment\n\nshop {Key}\n  ci   another-key-of-ci\na-key-without-a-name\n");

        var keys = ApiKeys.FromFile(path);

        keys.NameOf(Key).ShouldBe("shop");
        keys.NameOf("another-key-of-ci").ShouldBe("ci");
        keys.NameOf("a-key-without-a-name").ShouldBe("line-5");
        keys.NameOf("# comment").ShouldBeNull();
        keys.NameOf("").ShouldBeNull();
    }

    [Theory]
    [InlineData("a key too-many-words", ":1: expected 'name key'")]
    [InlineData("lonely", "'line-1' is shorter than 16")]
    [InlineData("shop short", "'shop' is shorter than 16")]
    [InlineData("", "There is no API key")]
    [InlineData("a 0123456789abcdef\na fedcba9876543210", "bear one name")]
    public void FromFile_Wrong_SaysWhereWithoutTheKey(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder["keys"];
        File.WriteAllText(path, text);

        var error = Should.Throw<ArgumentException>(() => ApiKeys.FromFile(path)).Message;

        error.ShouldContain(expected);
        error.ShouldNotContain("0123456789abcdef");
    }
}
