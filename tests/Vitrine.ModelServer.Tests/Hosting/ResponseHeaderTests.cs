using System.Net;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Hosting;

public sealed class ResponseHeaderTests
{
    private const string Allowed = "Access-Control-Allow-Origin";

    [Fact]
    public async Task Answer_ByDefault_MayBeReadByEveryPage()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await SendAsync(server, HttpMethod.Get, "https://page.example");
        response.Headers.GetValues(Allowed).ShouldBe(["*"]);
        response.Headers.GetValues("X-Request-ID").Single().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Answer_WithNamedOrigins_MayBeReadByThoseOnly()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel(), options => options with { AllowedOrigins = ["https://page.example"] });
        using var named = await SendAsync(server, HttpMethod.Get, "https://page.example");
        named.Headers.GetValues(Allowed).ShouldBe(["https://page.example"]);
        named.Headers.Vary.ShouldBe(["Origin"]);
        using var other = await SendAsync(server, HttpMethod.Get, "https://other.example");
        other.Headers.Contains(Allowed).ShouldBeFalse();
    }

    [Fact]
    public async Task Preflight_IsAnsweredAndNotCounted()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await SendAsync(server, HttpMethod.Options, "https://page.example");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Headers.GetValues("Access-Control-Allow-Methods").Single().ShouldContain("POST");
        server.Value("requests").ShouldBe(0);
    }

    private static Task<HttpResponseMessage> SendAsync(ModelServerFixture server, HttpMethod method, string origin)
    {
        var request = new HttpRequestMessage(method, "/v1/models");
        request.Headers.Add("Origin", origin);
        return server.Client.SendAsync(request);
    }
}
