using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class RequestScopeTests
{
    [Fact]
    public async Task UseVitrine_OneRequest_IsCountedWithItsRoute()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/items/{id}", (string id) => id));

        (await service.Api.GetStringAsync("/items/7?secret=1")).ShouldBe("7");

        var page = await service.MetricsAsync();
        page.ShouldContain("requests_total{outcome=\"ok\",status=\"200\",route=\"/items/{id}\"} 1\n");
        page.ShouldContain("in_flight 0\n");
        var facts = (await service.Ended.NextAsync()).Facts;
        facts["url.path"].ShouldBe("/items/7");
        facts["vitrine.http.target"].ShouldBe("/items/7?secret=1");
        facts["http.request.method"].ShouldBe("GET");
        facts["client.address"].ShouldStartWith("127.0.0.1:");
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/healthz?x=1")]
    [InlineData("/HEALTHZ")]
    [InlineData("/internal/deep/path")]
    public async Task UseVitrine_ExcludedPath_OpensNoScope(string path)
    {
        await using var service = await TestService.StartAsync(
            app => app.MapFallback((HttpContext context) => context.TryOperation() is null ? "none" : "scope"),
            options => options.Http.ExcludedPaths.Add("/internal/*"));

        (await service.Api.GetStringAsync(path)).ShouldBe("none");
        (await service.Api.GetStringAsync("/else")).ShouldBe("scope");

        (await service.Ended.NextAsync()).Facts["url.path"].ShouldBe("/else");
        service.Ended.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(200, Outcome.Ok, null)]
    [InlineData(302, Outcome.Ok, null)]
    [InlineData(404, Outcome.Error, "404")]
    [InlineData(429, Outcome.Rejected, "429")]
    [InlineData(503, Outcome.Error, "503")]
    [InlineData(504, Outcome.Timeout, "504")]
    public async Task End_ByStatus_HasTheOutcomeOfTheTable(int status, Outcome outcome, string? errorType)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => Results.StatusCode(status)));

        using var answer = await service.Api.GetAsync("/");

        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.Status, ending.ErrorType).ShouldBe((outcome, status, errorType));
    }

    [Fact]
    public async Task EndAs_ByGuard_OverrulesTheStatus()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", (HttpContext context) =>
        {
            context.EndAs(Outcome.Rejected, "not_allowed", "The caller is not on the list.");
            return Results.StatusCode(403);
        }));

        using var answer = await service.Api.GetAsync("/");

        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.Status, ending.ErrorType).ShouldBe((Outcome.Rejected, 403, "not_allowed"));
    }

    [Fact]
    public async Task Invoke_UnhandledException_AnswersWithoutInternalText()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", IResult () => throw new InvalidDataException("the password is swordfish")));

        using var answer = await service.Api.GetAsync("/");

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        var body = await answer.Content.ReadAsStringAsync();
        body.ShouldNotContain("swordfish");
        body.ShouldContain("\"type\":\"internal_error\"");
        answer.Headers.GetValues("X-Request-ID").Single().ShouldNotBeEmpty();
        var ending = await service.Ended.NextAsync();
        ending.Outcome.ShouldBe(Outcome.Error);
        ending.ErrorType.ShouldBe("System.IO.InvalidDataException");
        ending.Facts["error.message"].ShouldBe("the password is swordfish");
        ending.Facts["exception.stacktrace"].ShouldContain("InvalidDataException");
        (await service.MetricsAsync()).ShouldContain("unhandled_total 1\n");
    }

    [Fact]
    public async Task Invoke_ExceptionAfterTheFirstByte_BreaksOffBehindWhatWasWritten()
    {
        var begun = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await begun.Task.WaitAsync(TestService.Deadline);
            throw new InvalidDataException("broken");
        }));

        using var answer = await service.Api.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        begun.SetResult();
        using var read = new MemoryStream();
        await using var body = await answer.Content.ReadAsStreamAsync();
        await Should.ThrowAsync<IOException>(() => body.CopyToAsync(read));

        read.ToArray().ShouldBe("half"u8.ToArray());
        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.Status).ShouldBe((Outcome.Error, 200));
        // The server's own report of it would say the same a second time, with a stack of ours.
        (await service.Debug.GetStringAsync("/debug/logs")).ShouldNotContain("Microsoft.AspNetCore");
    }

    [Fact]
    public async Task End_StreamedAnswer_ComesAfterTheLastByte()
    {
        var finish = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await finish.Task.WaitAsync(TestService.Deadline);
            await context.Response.WriteAsync(" last");
        }));

        using var answer = await service.Api.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);
        (await service.MetricsAsync()).ShouldContain("in_flight 1\n");
        finish.SetResult();
        (await answer.Content.ReadAsStringAsync()).ShouldBe("first last");

        // Whoever has read the answer to its end finds it counted.
        var page = await service.MetricsAsync();
        page.ShouldContain("in_flight 0\n");
        page.ShouldContain("requests_total{outcome=\"ok\",status=\"200\",route=\"/\"} 1\n");
    }

    [Fact]
    public async Task End_ClientLeaves_IsCancelled()
    {
        var arrived = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(app => app.MapGet("/", async (HttpContext context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }));

        using var leaving = new CancellationTokenSource();
        var request = service.Api.GetAsync("/", leaving.Token);
        await arrived.Task.WaitAsync(TestService.Deadline);
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await request.WaitAsync(TestService.Deadline));

        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.Status, ending.ErrorType).ShouldBe((Outcome.Cancelled, 499, "client_left"));
    }

    [Theory]
    [InlineData("abc-123", true)]
    [InlineData("with space", false)]
    [InlineData("", false)]
    public async Task RequestId_OfTheClient_IsKeptWhenHarmless(string sent, bool kept)
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Request-Id", sent);

        using var answer = await service.Api.SendAsync(request);

        var answered = answer.Headers.GetValues("X-Request-ID").Single();
        (answered == sent).ShouldBe(kept);
        (await service.Ended.NextAsync()).Facts["vitrine.request.id"].ShouldBe(answered);
    }

    [Fact]
    public async Task Kestrel_RefusesBeforeThePipeline_IsSeenAsRejected()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", () => "ok"));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, service.Api.BaseAddress!.Port);

        await socket.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"));

        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.Status, ending.ErrorType).ShouldBe((Outcome.Rejected, 400, "bad_request"));
    }

    [Fact]
    public async Task TwoHosts_InOneProcess_DoNotMix()
    {
        await using var one = await TestService.StartAsync(app => app.MapGet("/", () => "one"));
        await using var two = await TestService.StartAsync(app => app.MapGet("/", () => "two"));

        await one.Api.GetStringAsync("/");
        await one.Api.GetStringAsync("/");
        await two.Api.GetStringAsync("/");

        (await one.MetricsAsync()).ShouldContain("route=\"/\"} 2\n");
        (await two.MetricsAsync()).ShouldContain("route=\"/\"} 1\n");
    }
}
