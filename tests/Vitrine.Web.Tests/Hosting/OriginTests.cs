using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Hosting;

/// <summary>Who may change anything here, and who may read what the roles show.</summary>
public sealed class OriginTests : IAsyncLifetime
{
    private ServedWeb _web = null!;

    public async ValueTask InitializeAsync() => _web = await ServedWeb.StartAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Theory]
    [InlineData("GET", "/roles", "Origin", "http://evil.example")]
    [InlineData("GET", "/roles/web/metrics", "Origin", "null")]
    [InlineData("GET", "/ROLES/web/metrics", "Sec-Fetch-Site", "same-site")]
    [InlineData("HEAD", "/roles", "Sec-Fetch-Site", "cross-site")]
    [InlineData("POST", "/chat", "Origin", "http://localhost:3000")]
    [InlineData("POST", "/metrics/log", "Sec-Fetch-Site", "cross-site")]
    [InlineData("PUT", "/nowhere", "Origin", "https://evil.example")]
    public async Task AnotherOrigin_IsRefusedWithASentence(string method, string path, string header, string value)
    {
        using var answer = await _web.SendAsync(HttpMethod.Parse(method), path, (header, value));

        ((int)answer.StatusCode).ShouldBe(403);
        if (method != "HEAD") (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("may not ask this");
    }

    [Theory]
    [InlineData("/", "Sec-Fetch-Site", "cross-site")]
    [InlineData("/roles", "Sec-Fetch-Site", "none")]
    [InlineData("/roles", "Sec-Fetch-Site", "same-origin")]
    [InlineData("/roles", "User-Agent", "curl")]
    public async Task Links_OwnPagesAndPrograms_Pass(string path, string header, string value)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, path, (header, value));

        ((int)answer.StatusCode).ShouldBe(200);
    }

    [Theory]
    [InlineData("console.example", "https://console.example", 200)]
    [InlineData("console.example:443", "https://console.example", 200)]
    [InlineData("console.example:8443", "https://console.example:8443", 200)]
    [InlineData("console.example", "https://console.example:8443", 403)]
    [InlineData("console.example", "https://console.example.evil", 403)]
    public async Task BehindTls_TheHostDecides(string host, string origin, int expected)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles", ("Host", host), ("Origin", origin));

        ((int)answer.StatusCode).ShouldBe(expected);
    }

    [Fact]
    public async Task RefusedPost_IsCountedAsWhatItWas()
    {
        (await _web.SendAsync(HttpMethod.Post, "/chat", ("Origin", "http://evil.example"))).Dispose();

        (await _web.PageAsync()).ShouldContain("genai_app_errors_total{type=\"cross_origin\",operation=\"other\"} 1");
    }
}
