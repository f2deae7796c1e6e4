using Microsoft.AspNetCore.Http;
using Vitrine.Gateway.Responding;

namespace Vitrine.Gateway.Tests.Responding;

public sealed class ResponseHeadersTests
{
    [Fact]
    public void Copy_HeadersOfTheConnection_StayOnIt()
    {
        var headers = Copy("application/json", "Connection: keep-alive, X-Hop", "Connection: x-other", "Keep-Alive: timeout=5", "Alt-Svc: h3=\":443\"", "Transfer-Encoding: chunked", "Upgrade: h2c", "Proxy-Authenticate: Basic", "Trailer: X", "X-Hop: 1", "X-Other: 2", "X-Stays: 3");
        headers.Keys.Order().ShouldBe(["Content-Length", "Content-Type", "X-Stays"]);
    }

    [Fact]
    public void Copy_SeveralValues_StaySeveral()
    {
        var headers = Copy("application/json", "Set-Cookie: a=1", "Set-Cookie: b=2", "X-RateLimit-Remaining: 5", "Retry-After: 3", "openai-processing-ms: 12");
        headers.SetCookie.ToArray().ShouldBe(["a=1", "b=2"]);
        headers.RetryAfter.ToString().ShouldBe("3");
        headers["openai-processing-ms"].ToString().ShouldBe("12");
    }

    [Fact]
    public void Copy_Stream_LosesItsLength()
    {
        Copy("text/event-stream").ContentLength.ShouldBeNull();
        Copy("application/json").ContentLength.ShouldBe(2);
    }

    [Fact]
    public void Copy_GatewaysOwnHeaders_Win()
    {
        var context = new DefaultHttpContext();
        context.Response.Headers["X-Request-ID"] = "ours";
        using var upstream = Response("application/json", "X-Request-Id: theirs", "X-Trace: theirs");
        ResponseHeaders.Copy(upstream, context.Response).ShouldBe(0);
        context.Response.Headers["X-Request-ID"].ToString().ShouldBe("ours");
        context.Response.Headers["X-Trace"].ToString().ShouldBe("theirs");
    }

    [Fact]
    public void Copy_ValuesThatNoAnswerMayCarry_AreDroppedAndCounted()
    {
        var context = new DefaultHttpContext();
        using var upstream = Response("application/json", "X-Name: M\u00fcller", "X-Bell: a\u0007b", "X-Tab: a\tb");
        ResponseHeaders.Copy(upstream, context.Response).ShouldBe(2);
        context.Response.Headers.Keys.ShouldNotContain("X-Name");
        context.Response.Headers["X-Tab"].ToString().ShouldBe("a\tb");
    }

    private static IHeaderDictionary Copy(string type, params string[] lines)
    {
        var context = new DefaultHttpContext();
        using var upstream = Response(type, lines);
        ResponseHeaders.Copy(upstream, context.Response);
        return context.Response.Headers;
    }

    private static HttpResponseMessage Response(string type, params string[] lines)
    {
        var response = new HttpResponseMessage { Content = new ByteArrayContent([1, 2]) };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        response.Content.Headers.TryAddWithoutValidation("Content-Length", "2");
        foreach (var line in lines) response.Headers.TryAddWithoutValidation(line[..line.IndexOf(':')], line[(line.IndexOf(':') + 2)..]).ShouldBeTrue(line);
        return response;
    }
}
