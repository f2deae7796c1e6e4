using System.Net;
using System.Net.Sockets;
using System.Text;
using Vitrine.ModelServer.Tests.Support;

namespace Vitrine.ModelServer.Tests.Api;

public sealed class BadInputTests
{
    [Fact]
    public async Task Chat_OfAnUnknownModel_Is404AndUsageStays()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        await ShouldBeAsync(server, """{"model":"nosuch","messages":[{"role":"user","content":"hi"}]}""", HttpStatusCode.NotFound, """{"code":"not_found","message":"There is no model 'nosuch'. Accepted: scripted."}""");
        server.Value("requests").ShouldBe(1);
        server.Value("errors").ShouldBe(1);
        server.Page().ShouldNotContain("usage_");
        server.Page("otel").ShouldContain("gen_ai_request_model=\"unknown\"");
        server.Log.Of("request completed").Single().GetProperty("statuscode").GetString().ShouldBe("not_found");
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Chat_WithAbsurdSampling_Is400AndListsAll()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        await ShouldBeAsync(
            server,
            """{"model":"scripted","messages":[{"role":"user","content":"hi"}],"temperature":-3,"top_p":7,"max_tokens":0}""",
            HttpStatusCode.BadRequest,
            """{"code":"invalid_argument","message":"temperature is -3, accepted is a number from 0 to 10; top_p is 7, accepted is a number above 0, up to 1; max_tokens is 0, accepted is an integer of at least 1."}""");
    }

    [Fact]
    public async Task Chat_InInvalidUtf8_Is400AndNamesTheByte()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        byte[] body = [.. """{"model":"scripted","messages":[{"role":"user","content":"a"""u8, 0xC3, 0x28, .. "\"}]}"u8];
        using var response = await server.Client.PostAsync("/v1/chat/completions", new ByteArrayContent(body));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"code":"invalid_argument","message":"The body is not valid UTF-8 at byte 59."}""");
    }

    [Fact]
    public async Task Chat_WithoutABody_Is400()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        await ShouldBeAsync(server, "", HttpStatusCode.BadRequest, """{"code":"invalid_argument","message":"The body is empty; a JSON object is expected."}""");
    }

    [Fact]
    public async Task Body_Announced100Megabytes_IsRefusedUnread()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        // A socket, so that not one byte of the body is sent: the answer comes all the same.
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 104857600\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var answer = await reader.ReadToEndAsync().WaitAsync(ModelServerFixture.Deadline);
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("""{"code":"resource_exhausted","message":"The body is larger than 33554432 bytes, the most this server reads."}""");
        await server.WaitAsync(() => server.Value("requests") == 1);
        server.Value("errors").ShouldBe(1);
        server.ShouldReconcile();
    }

    [Fact]
    public async Task Body_ChunkedAndEndless_IsRefusedAtTheLimit()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel(), options => options with { Api = [new() { Port = 0, Limits = new() { MaxBodyBytes = 4096 } }] });
        using var content = new StreamContent(new MemoryStream(new byte[100_000]));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        using var response = await server.Client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await response.Content.ReadAsStringAsync()).ShouldStartWith("{\"code\":\"resource_exhausted\"");
    }

    [Fact]
    public async Task Path_Unknown_Is404AndAnotherMethodIs405()
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var unknown = await server.Client.GetAsync("/v1/nothing?x=1");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync()).ShouldStartWith("{\"code\":\"not_found\",\"message\":\"There is nothing at /v1/nothing.");
        using var wrong = await server.Client.GetAsync("/v1/chat/completions");
        wrong.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await wrong.Content.ReadAsStringAsync()).ShouldBe("""{"code":"unimplemented","message":"/v1/chat/completions does not answer GET; it accepts POST."}""");
        server.Value("requests").ShouldBe(2);
        server.Value("errors").ShouldBe(2);
        server.Log.Of("request completed")[0].GetProperty("path").GetString().ShouldBe("/v1/nothing?x=1");
    }

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/v1/messages")]
    public async Task Path_OfKronkAlone_Is501AndNamesTheOther(string path)
    {
        await using var server = await ModelServerFixture.StartAsync(new ScriptedModel());
        using var response = await server.PostAsync(path, "{}");
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        (await response.Content.ReadAsStringAsync()).ShouldBe($$"""{"code":"unimplemented","message":"{{path}} is not implemented; use POST /v1/chat/completions."}""");
        server.Value("errors").ShouldBe(1);
    }

    private static async Task ShouldBeAsync(ModelServerFixture server, string body, HttpStatusCode status, string answer)
    {
        using var response = await server.PostAsync(body);
        (await response.Content.ReadAsStringAsync()).ShouldBe(answer);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
    }
}
