using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Vitrine.Telemetry.Hosting.Assets;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Pages;

/// <summary>The files of the console, as a browser gets them.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const string Script = "/assets/app-K7XQ2A9B.js";
    private ServedWeb _web = null!;

    public async ValueTask InitializeAsync() => _web = await ServedWeb.StartAsync();

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    [Fact]
    public async Task Root_IsTheIndex_AndAsksAgainEachTime()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/");

        ((int)answer.StatusCode).ShouldBe(200);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        answer.Headers.CacheControl!.ToString().ShouldBe("no-cache");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("<!doctype html>");
    }

    [Theory]
    [InlineData("/")]
    [InlineData(Script)]
    public async Task EveryFile_IsGuarded(string path)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, path);

        var policy = Header(answer, "Content-Security-Policy");
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldNotContain("unsafe");
        Header(answer, "X-Content-Type-Options").ShouldBe("nosniff");
        Header(answer, "Referrer-Policy").ShouldBe("no-referrer");
    }

    [Fact]
    public async Task NameWithHash_IsKeptForEver()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, Script);

        Header(answer, "Cache-Control").ShouldBe("public, max-age=31536000, immutable");
    }

    [Theory]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", null)]
    [InlineData("", null)]
    public async Task Encoding_IsTheBestThatIsTaken(string accepted, string? expected)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, Script, ("Accept-Encoding", accepted));

        answer.Content.Headers.ContentEncoding.SingleOrDefault().ShouldBe(expected);
        Header(answer, "Vary").ShouldBe("Accept-Encoding");
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        await using Stream plain = expected switch { "br" => new BrotliStream(body, CompressionMode.Decompress), "gzip" => new GZipStream(body, CompressionMode.Decompress), _ => body };
        (await new StreamReader(plain, Encoding.UTF8).ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("const a = 1;\n");
    }

    [Fact]
    public async Task KnownTag_IsAnsweredWithoutABody()
    {
        using var first = await _web.SendAsync(HttpMethod.Get, "/");
        using var again = await _web.SendAsync(HttpMethod.Get, "/", ("If-None-Match", $"\"other\", {first.Headers.ETag}"));
        using var changed = await _web.SendAsync(HttpMethod.Get, "/", ("If-None-Match", "\"other\""));

        ((int)again.StatusCode).ShouldBe(304);
        again.Headers.ETag.ShouldBe(first.Headers.ETag);
        ((int)changed.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Head_SaysTheLengthOnly()
    {
        using var answer = await _web.SendAsync(HttpMethod.Head, "/");

        answer.Content.Headers.ContentLength.ShouldBe("<!doctype html>".Length);
        (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Files_AreNeitherCountedNorKept_AStrangersPathIs()
    {
        foreach (var path in (string[])["/", Script, "/health", "/metrics"]) (await _web.SendAsync(HttpMethod.Get, path)).Dispose();
        using var unknown = await _web.SendAsync(HttpMethod.Get, "/nowhere");

        ((int)unknown.StatusCode).ShouldBe(404);
        (await _web.PageAsync()).Split('\n').Where(line => line.StartsWith("genai_app_http_requests_total{", StringComparison.Ordinal))
            .ShouldBe(["""genai_app_http_requests_total{method="GET",endpoint="other",status="404"} 1"""]);
    }

    [Fact]
    public async Task Metrics_AreOnBothListeners() =>
        (await _web.Api.GetStringAsync("/metrics?pack=aiwatch", TestContext.Current.CancellationToken)).ShouldContain("# TYPE genai_app_http_requests_total counter");

    [Fact]
    public async Task WhatWasBuilt_HasAFirstPageThatNamesOnlyFilesOfItsOwn()
    {
        await using var built = await ServedWeb.StartAsync(options => options with { Assets = WebServer.Pages });
        var page = await built.Api.GetStringAsync("/", TestContext.Current.CancellationToken);

        page.ShouldContain("<title>Vitrine</title>");
        page.ShouldNotContain("://");
        foreach (Match file in Regex.Matches(page, "(?:src|href)=\"(/[^\"]+)\"")) (await built.SendAsync(HttpMethod.Head, file.Groups[1].Value)).EnsureSuccessStatusCode();
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
