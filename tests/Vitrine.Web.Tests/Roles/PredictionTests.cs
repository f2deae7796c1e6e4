using System.Net.Http.Headers;
using System.Text;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Roles;

/// <summary>A page's question to the forecaster: under whose name it goes there, and which never do.</summary>
public sealed class PredictionTests : IAsyncLifetime
{
    private const string Path = "/roles/forecast/v1/predict/single";
    private FakeRole _role = null!;
    private ServedWeb _web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _role = await FakeRole.StartAsync();
        _web = await ServedWeb.StartAsync(options => options with { Roles = [_role.Target("forecast") with { Pack = "kronos" }, _role.Target()] });
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _role.DisposeAsync();
    }

    [Fact]
    public async Task Question_GoesToTheForecasterAsTheFrontend_WhateverThePageCallsItself()
    {
        using var answer = await PostAsync(Path, """{"series_id":"gateway"}""", ("X-Container-Name", "scheduler"), ("Cookie", "a=b"));

        ((int)answer.StatusCode).ShouldBe(200);
        _role.Asked.ShouldBe(["POST /v1/predict/single"]);
        _role.Headers["X-Container-Name"].ShouldBe("frontend-app");
        _role.Headers["Content-Type"].ShouldBe("application/json");
        _role.Headers.Keys.ShouldNotContain("Cookie");
        _role.Body.ShouldBe("""{"series_id":"gateway"}""");
    }

    [Theory]
    [InlineData("/roles/model/v1/predict/single", 10, "Origin", null, 404)]
    [InlineData("/roles/ledger/v1/predict/single", 10, "Origin", null, 404)]
    [InlineData(Path, 300 * 1024, "Origin", null, 413)]
    [InlineData(Path, 10, "Origin", "http://evil.example", 403)]
    [InlineData(Path, 10, "Sec-Fetch-Site", "cross-site", 403)]
    public async Task Question_OfOthersOrTooLong_NeverReachesTheRole(string path, int length, string header, string? value, int expected)
    {
        using var answer = await PostAsync(path, new string(' ', length), value is null ? [] : [(header, value)]);

        ((int)answer.StatusCode).ShouldBe(expected);
        _role.Asked.ShouldBeEmpty();
    }

    private Task<HttpResponseMessage> PostAsync(string path, string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return _web.Api.SendAsync(request, Cancellation);
    }
}
