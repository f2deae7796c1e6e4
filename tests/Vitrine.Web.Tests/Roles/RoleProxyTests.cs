using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Vitrine.Web.Roles;
using Vitrine.Web.Tests.Support;

namespace Vitrine.Web.Tests.Roles;

/// <summary>What the console shows of other roles, what it keeps from them, and what it refuses.</summary>
public sealed class RoleProxyTests : IAsyncLifetime
{
    private FakeRole _role = null!;
    private ServedWeb _web = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _role = await FakeRole.StartAsync();
        _web = await ServedWeb.StartAsync(options => options with { Roles = [_role.Target()] });
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        await _role.DisposeAsync();
    }

    [Fact]
    public async Task List_NamesEveryRoleAndTheConsoleItself()
    {
        using var list = JsonDocument.Parse(await _web.Api.GetStringAsync("/roles", Cancellation));

        var roles = list.RootElement.GetProperty("roles").EnumerateArray().ToArray();
        roles.Select(role => role.GetProperty("name").GetString()).ShouldBe(["model", "web"]);
        roles[0].ToString().ShouldBe($$"""{"name":"model","pack":"kronk","debug":"/roles/model/debug","metrics":"/roles/model/metrics","health":"/roles/model/health","ready":"/roles/model/readiness","api":"{{_role.Address.GetLeftPart(UriPartial.Authority)}}"}""");
    }

    [Theory]
    [InlineData("debug", "/")]
    [InlineData("debug/operations?id=last&n=%2F%22", "/debug/operations?id=last&n=%2F%22")]
    [InlineData("debug/config_dump/pods/default/127.0.0.1:8082", "/debug/config_dump/pods/default/127.0.0.1:8082")]
    [InlineData("debug/pprof/profile?seconds=30", "/debug/pprof/profile?seconds=30")]
    [InlineData("debug/pprof/", "/debug/pprof/")]
    [InlineData("debug/profiles/cpu-20261120T200338.280Z-10.0s.pb.gz", "/debug/profiles/cpu-20261120T200338.280Z-10.0s.pb.gz")]
    [InlineData("metrics?pack=otel", "/metrics?pack=otel")]
    [InlineData("health", "/livez")]
    [InlineData("readiness", "/v1/readiness")]
    [InlineData("v1/models", "/v1/models")]
    [InlineData("v1/models/ps", "/v1/models/ps")]
    public async Task Shown_Path_IsAskedOfTheRole(string path, string expected)
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, $"/roles/model/{path}");

        _role.Asked.ShouldBe([$"GET {expected}"]);
        ((int)answer.StatusCode).ShouldBe(path == "readiness" ? 503 : 200);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldBe("<script>alert(1)</script>");
    }

    [Theory]
    [InlineData("GET", "/roles/model/v1/chat/completions", 404)]
    [InlineData("GET", "/roles/model/", 404)]
    [InlineData("GET", "/roles/model/v1/audit/events", 404)]
    [InlineData("GET", "/roles/model/status", 404)]
    [InlineData("GET", "/roles/model/debugger", 404)]
    [InlineData("GET", "/roles/model/debug/", 404)]
    [InlineData("GET", "/roles/model/debug//operations", 404)]
    [InlineData("GET", "/roles/model/debug/..%2f..%2fv1/chat", 404)]
    [InlineData("GET", "/roles/model/debug/%2e%2e/v1/models/unload", 404)]
    [InlineData("GET", "/roles/model/debug/../v1/models", 404)]
    [InlineData("GET", "/roles/model/debug/a%5Cb", 404)]
    [InlineData("GET", "/roles/model/%64ebug/operations", 404)]
    [InlineData("GET", "/roles/model/debug/%2568", 404)]
    [InlineData("GET", "/roles/model/debug/x%00", 400)]
    [InlineData("POST", "/roles/model/debug/operations", 405)]
    [InlineData("POST", "/roles/model/v1/predict/single", 404)]
    [InlineData("POST", "/roles/model/v1/predict/batch", 405)]
    [InlineData("GET", "/roles/model/v1/predict/single", 404)]
    [InlineData("DELETE", "/roles/model/metrics", 405)]
    [InlineData("OPTIONS", "/roles/model/metrics", 405)]
    public async Task EverythingElse_NeverReachesTheRole(string method, string target, int expected)
    {
        // Written to the wire as it stands: a client library would tidy it up.
        (await RawAsync($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")).ShouldStartWith($"HTTP/1.1 {expected} ");
        _role.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", 120)]
    [InlineData("?seconds=300", 420)]
    [InlineData("?seconds=0.5", 120.5)]
    [InlineData("?seconds=-5", 120)]
    [InlineData("?seconds=NaN", 120)]
    [InlineData("?seconds=1e300", 3720)]
    public void Patience_CoversWhatTheRoleMeasures(string query, double seconds) =>
        RoleProxy.PatienceFor(new QueryCollection(QueryHelpers.ParseQuery(query))).TotalSeconds.ShouldBe(seconds);

    [Fact]
    public async Task UnknownRole_IsToldTheKnownOnes()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/ledger/metrics");

        ((int)answer.StatusCode).ShouldBe(404);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("There is no role 'ledger' here. Roles: model, web.");
    }

    [Fact]
    public async Task Headers_AreThoseOfTheList_InBothDirections()
    {
        var own = _web.Api.BaseAddress!.GetLeftPart(UriPartial.Authority);
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/debug/operations",
            ("Accept", "text/html"), ("Cookie", "a=b"), ("Authorization", "Bearer of-the-page"), ("X-Api-Key", "x"), ("Origin", own), ("Sec-Fetch-Site", "same-origin"), ("Referer", own), ("Connection", "X-Api-Key"));

        _role.Headers.Keys.Order().ShouldBe(["Accept", "Host", "Origin"]);
        _role.Headers["Origin"].ShouldBe(_role.Address.GetLeftPart(UriPartial.Authority));
        answer.Headers.Concat(answer.Content.Headers).Select(header => header.Key).Order().ShouldBe(["Content-Security-Policy", "Content-Type", "Date", "ETag", "Referrer-Policy", "Transfer-Encoding", "X-Content-Type-Options"]);
        var policies = answer.Headers.GetValues("Content-Security-Policy").ToArray();
        policies.ShouldBe(["style-src 'none'", policies[1]]);
        policies[1].ShouldContain("script-src 'none'");
    }

    [Fact]
    public async Task FollowedLog_FlowsLineByLine_AndEndsWhenTheReaderLeaves()
    {
        var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/debug/logs?follow=1");
        using (var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancellation), Encoding.UTF8))
        {
            for (var line = 1; line <= 3; line++)
            {
                _role.NextLine.Release();
                (await lines.ReadLineAsync(Cancellation)).ShouldBe($"line {line}");
            }
        }

        answer.Dispose();
        await _role.ReaderLeft.Task.WaitAsync(ServedWeb.Deadline, Cancellation);
    }

    [Fact]
    public async Task FollowedLog_EndsWhenTheConsoleStops()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/debug/logs?follow=1");
        var rest = answer.Content.ReadAsStringAsync(Cancellation);

        await _web.Server.StopAsync(Cancellation);

        (await rest).ShouldBeEmpty();
        await _role.ReaderLeft.Task.WaitAsync(ServedWeb.Deadline, Cancellation);
    }

    [Fact]
    public async Task TornAnswer_IsTornHereToo()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/debug/torn");

        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await body.ReadExactlyAsync(new byte["half".Length], Cancellation);
        _role.NextLine.Release();

        await Should.ThrowAsync<IOException>(() => body.CopyToAsync(Stream.Null, Cancellation));
    }

    [Fact]
    public async Task RoleDown_IsASentenceWithARemedy()
    {
        await _role.DisposeAsync();
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/model/metrics");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        var error = body.RootElement.GetProperty("error");
        error.GetProperty("type").GetString().ShouldBe("role_unreachable");
        error.GetProperty("message").GetString().ShouldBe($"The role 'model' does not answer at {_role.Address.GetLeftPart(UriPartial.Authority)}. See whether it runs: vitrine logs model --all --tail 50");
    }

    [Theory]
    [InlineData("status", 200)]
    [InlineData("v1/audit/events?actor=alice%20b&limit=10", 200)]
    [InlineData("v1/audit/export?format=csv", 200)]
    [InlineData("v1/audit/head", 200)]
    [InlineData("v1/audit/public-key", 200)]
    [InlineData("v1/audit/verify", 200)]
    [InlineData("v1/audit", 404)]
    [InlineData("v1/audit/other", 404)]
    [InlineData("v1/tenants", 404)]
    public async Task Trail_OfALedger_IsShown(string path, int status)
    {
        await using var web = await ServedWeb.StartAsync(options => options with { Roles = [new RoleTarget("ledger", "kimberlite", _role.Address, _role.Address, "/health/ready")] });
        using var answer = await web.SendAsync(HttpMethod.Get, $"/roles/ledger/{path}");

        ((int)answer.StatusCode).ShouldBe(status);
        _role.Asked.ShouldBe(status == 200 ? [$"GET /{path}"] : []);
        using var written = await web.SendAsync(HttpMethod.Post, "/roles/ledger/v1/audit/events");
        ((int)written.StatusCode).ShouldBe(405);
    }

    [Fact]
    public async Task OwnPages_AreShownLikeAnyRoles()
    {
        using var answer = await _web.SendAsync(HttpMethod.Get, "/roles/web/debug/operations", ("Accept", "text/html"));

        ((int)answer.StatusCode).ShouldBe(200);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldContain("<title>web · operations</title>");
    }

    [Fact]
    public async Task Looking_IsNotCounted()
    {
        (await _web.SendAsync(HttpMethod.Get, "/roles/model/metrics")).Dispose();
        (await _web.SendAsync(HttpMethod.Get, "/roles/web/v1/models")).Dispose();

        (await _web.PageAsync()).ShouldNotContain("genai_app_http_requests_total{");
    }

    [Fact]
    public async Task Socket_PassesInBothDirections_WithItsProtocolAndTheRolesOrigin()
    {
        using var socket = await ConnectAsync("model/debug/echo", _web.Api.BaseAddress!.GetLeftPart(UriPartial.Authority));

        socket.SubProtocol.ShouldBe("frames");
        _role.Headers["Origin"].ShouldBe(_role.Address.GetLeftPart(UriPartial.Authority));
        await socket.SendAsync("chart"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        var buffer = new byte[16];
        var heard = await socket.ReceiveAsync(buffer, Cancellation);
        Encoding.UTF8.GetString(buffer, 0, heard.Count).ShouldBe("chart");
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", Cancellation);
        socket.CloseStatusDescription.ShouldBe("over");
    }

    [Fact]
    public async Task Socket_OverTls_IsHandedOnFromHttp2()
    {
        using var certificate = new TemporaryCertificate();
        await using var web = await ServedWeb.StartAsync(options => options with { Roles = [_role.Target()], Api = [new() { Port = 0, Tls = certificate.Tls }] });
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = static (_, _, _, _) => true } });
        using var socket = new ClientWebSocket();
        (socket.Options.HttpVersion, socket.Options.HttpVersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        socket.Options.SetRequestHeader("Origin", web.Api.BaseAddress!.GetLeftPart(UriPartial.Authority));
        socket.Options.AddSubProtocol("frames");

        await socket.ConnectAsync(new UriBuilder(web.Api.BaseAddress) { Scheme = "wss", Path = "/roles/model/debug/echo" }.Uri, http, Cancellation);

        socket.SubProtocol.ShouldBe("frames");
        await socket.SendAsync("chart"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        var buffer = new byte[16];
        var heard = await socket.ReceiveAsync(buffer, Cancellation);
        Encoding.UTF8.GetString(buffer, 0, heard.Count).ShouldBe("chart");
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("null")]
    public async Task Socket_OfAnotherOrigin_IsRefused(string origin)
    {
        (await Should.ThrowAsync<WebSocketException>(() => ConnectAsync("model/debug/echo", origin))).Message.ShouldContain("403");
        _role.Asked.ShouldBeEmpty();
    }

    private async Task<ClientWebSocket> ConnectAsync(string path, string origin)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.AddSubProtocol("frames");
        await socket.ConnectAsync(new UriBuilder(_web.Api.BaseAddress!) { Scheme = "ws", Path = $"/roles/{path}" }.Uri, Cancellation);
        return socket;
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(_web.Api.BaseAddress!.Host, _web.Api.BaseAddress.Port, Cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        return await new StreamReader(stream, Encoding.UTF8).ReadToEndAsync(Cancellation);
    }
}
