using System.Net;

namespace Vitrine.Profiling.Tests.Pprof;

public sealed class PprofEndpointsTests(ProfiledService service) : IClassFixture<ProfiledService>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Index_WithoutSlash_RedirectsSoThatRelativeLinksWork()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler);
        using var answer = await http.GetAsync(service.Url, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.MovedPermanently);
        answer.Headers.Location!.OriginalString.ShouldBe("pprof/");
        (await service.Http.GetStringAsync("", Cancel)).ShouldContain("Types of profiles available:");
    }

    [Fact]
    public async Task Index_ForABrowser_IsAPage()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "") { Headers = { { "Accept", "text/html" } } };
        using var answer = await service.Http.SendAsync(request, Cancel);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldContain("<a href=\"cmdline\">");
    }

    [Fact]
    public async Task UnknownName_Is404InGosWords()
    {
        using var answer = await service.Http.GetAsync("nothing", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        answer.Headers.GetValues("X-Go-Pprof").ShouldBe(["1"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        (await answer.Content.ReadAsStringAsync(Cancel)).ShouldBe("Unknown profile\n");
    }

    [Fact]
    public async Task Cmdline_SeparatesArgumentsWithZeros() =>
        (await service.Http.GetStringAsync("cmdline", Cancel)).Split('\0').ShouldBe(Environment.GetCommandLineArgs());

    [Fact]
    public async Task Symbol_WithoutAddresses_SaysThatThereAreSymbols() =>
        (await service.Http.GetStringAsync("symbol", Cancel)).ShouldBe("num_symbols: 1\n");
}
