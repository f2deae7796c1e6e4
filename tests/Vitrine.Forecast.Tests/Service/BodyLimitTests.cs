using System.IO.Compression;
using System.Net.Sockets;
using System.Net.Http.Headers;
using System.Text;
using Vitrine.Forecast.Tests.Support;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Forecast.Tests.Service;

/// <summary>Bodies that are too long, packed, broken or slow (KA11 of the contract).</summary>
public sealed class BodyLimitTests
{
    private const int ElevenMegabytes = 11_000_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KA11_ElevenMegabytes_Are413(bool isChunked)
    {
        await using var service = await ServedForecast.StartAsync();
        using var content = new StreamContent(new MemoryStream(Spaces(ElevenMegabytes)));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (!isChunked) content.Headers.ContentLength = ElevenMegabytes;

        var answer = await SendAsync(service, content, isChunked);

        (answer.Status, answer["error"]).ShouldBe((413, "PayloadTooLarge"));
        (await service.ValueAsync("kronos_request_size_rejections_total{container=\"localhost\"}")).ShouldBe(1);
        (await service.ValueAsync("kronos_security_events_total{event=\"blocked\",container=\"localhost\"}")).ShouldBe(1);
        service.LinesOf("Request body too large").ShouldHaveSingleItem().GetProperty("limit").GetString().ShouldBe("10 MB");
        service.Model.Calls.ShouldBe(0);
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task GzipBomb_Is413()
    {
        await using var service = await ServedForecast.StartAsync();
        var bomb = Gzip(Spaces(50_000_000));
        bomb.Length.ShouldBeLessThan(1_000_000);

        var answer = await service.SendAsync(ServedForecast.Single, Packed(bomb, "gzip"));

        answer.Status.ShouldBe(413, answer.Text);
        (await service.ValueAsync("kronos_request_size_rejections_total{container=\"localhost\"}")).ShouldBe(1);
    }

    [Fact]
    public async Task Gzip_OfASoundBody_IsAnswered()
    {
        await using var service = await ServedForecast.StartAsync();
        (await service.SendAsync(ServedForecast.Single, Packed(Gzip(Encoding.UTF8.GetBytes(Bodies.Single(400, 10).ToJsonString())), "gzip"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("gzip", "The body is not valid gzip")]
    [InlineData("br", "The body's Content-Encoding is neither gzip nor identity")]
    public async Task Encoding_Broken_Is415(string encoding, string message)
    {
        await using var service = await ServedForecast.StartAsync();
        var answer = await service.SendAsync(ServedForecast.Single, Packed("{}{}{}{}{}{}{}{}{}{}"u8.ToArray(), encoding));
        (answer.Status, answer["message"]).ShouldBe((415, message));
        await service.ShouldBeAtRestAsync();
    }

    [Fact]
    public async Task SlowBody_Is408()
    {
        await using var service = await ServedForecast.StartAsync(options => options with { Api = [new ListenerConfig { Port = 0, Limits = new ListenerLimits { SlowestBytesPerSecond = 0.001 } }], RequestTimeout = TimeSpan.FromMilliseconds(200) });
        var address = service.Api.BaseAddress!;
        using var client = new TcpClient(address.Host, address.Port);
        await using var stream = client.GetStream();

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST {ServedForecast.Single} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{{\"candles\": ["), TestContext.Current.CancellationToken);

        using var reader = new StreamReader(stream, Encoding.ASCII);
        (await reader.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("HTTP/1.1 408 Request Timeout");
        service.Model.Calls.ShouldBe(0);
        await service.ShouldBeAtRestAsync();
    }

    /// <summary>Sends with the body held back until the service says that it wants it, so that a refusal is read and not torn.</summary>
    private static async Task<Answer> SendAsync(ServedForecast service, HttpContent content, bool isChunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ServedForecast.Single) { Content = content };
        request.Headers.TransferEncodingChunked = isChunked ? true : null;
        request.Headers.ExpectContinue = !isChunked;
        using var response = await service.Api.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    private static byte[] Spaces(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)' ');
        return bytes;
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(plain);
        return packed.ToArray();
    }

    private static ByteArrayContent Packed(byte[] bytes, string encoding)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentEncoding.Add(encoding);
        return content;
    }
}
