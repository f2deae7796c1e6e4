using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Vitrine.Telemetry.Exposition;
using Vitrine.Telemetry.Tests.Hosting;
using Vitrine.Telemetry.Vocabulary;

namespace Vitrine.Telemetry.Tests.Exposition;

public sealed class MetricsEndpointTests
{
    [Theory]
    [InlineData("", ExpositionFormat.Text)]
    [InlineData("*/*", ExpositionFormat.Text)]
    [InlineData("text/html,application/xhtml+xml,*/*;q=0.8", ExpositionFormat.Text)]
    [InlineData("application/json", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=1.0.0", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text; version=9.0.0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;q=0.5,text/plain;q=0.9", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;q=0.9,text/plain;q=0.5", ExpositionFormat.OpenMetrics)]
    [InlineData("text/plain,application/openmetrics-text", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text,text/plain", ExpositionFormat.OpenMetrics)]
    [InlineData("application/openmetrics-text;q=0", ExpositionFormat.Text)]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2", ExpositionFormat.OpenMetrics)]
    [InlineData("application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3", ExpositionFormat.OpenMetrics)]
    public void FormatOf_Accept_IsNegotiated(string accept, ExpositionFormat expected) => MetricsNegotiation.FormatOf(accept).ShouldBe(expected);

    [Theory]
    [InlineData("", false)]
    [InlineData("identity", false)]
    [InlineData("gzip", true)]
    [InlineData("deflate, gzip;q=0.5", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("*", true)]
    [InlineData("*, gzip;q=0", false)]
    public void TakesGzip_AcceptEncoding_IsNegotiated(string accept, bool expected) => MetricsNegotiation.TakesGzip(accept).ShouldBe(expected);

    [Fact]
    public async Task Get_OpenMetrics_EndsWithTheMark()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text"));

        using var answer = await service.Debug.SendAsync(request);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).ShouldEndWith("# EOF\n");
    }

    [Fact]
    public async Task Get_Gzip_IsTheSamePage()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        await service.Api.GetStringAsync("/");
        var plain = await service.MetricsAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.AcceptEncoding.ParseAdd("gzip");

        using var answer = await service.Debug.SendAsync(request);

        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        await using var gunzip = new GZipStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var text = new StreamReader(gunzip);
        (await text.ReadToEndAsync()).ShouldBe(plain);
    }

    [Fact]
    public async Task Get_UnknownPack_NamesTheKnownOnes()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));

        using var answer = await service.Debug.GetAsync("/metrics?pack=prob");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("There is no pack 'prob' here. Packs: probe.\n");
        (await service.Debug.GetStringAsync("/metrics?pack=probe")).ShouldContain("requests_total");
    }

    [Fact]
    public async Task Head_Page_HasItsLengthAndNoBody()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));

        using var answer = await service.Debug.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/metrics"));
        using var posted = await service.Debug.PostAsync("/metrics", null);

        answer.Content.Headers.ContentLength.ShouldNotBeNull().ShouldBeGreaterThan(0);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        posted.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Get_BrokenStateReader_StillServesThePage()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        service.Telemetry.AddState(RuntimeKinds.Runtime, (ref StateRows _) => throw new InvalidOperationException("broken reader"));

        (await service.MetricsAsync()).ShouldContain("unhandled_total 0\n");
        (await service.Api.GetStringAsync("/")).ShouldBe("ok");
        service.Telemetry.Failures.All.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Api_DoesNotAnswerDebugPaths_NorTheOtherWayRound()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/api", () => "ok"));

        (await service.Api.GetAsync("/metrics")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await service.Debug.GetAsync("/api")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
