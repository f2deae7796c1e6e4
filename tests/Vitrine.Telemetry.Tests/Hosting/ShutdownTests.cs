using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_EndlessStream_IsCutWithinTheDeadline()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", async (HttpContext context) =>
            {
                await context.Response.WriteAsync("endless");
                await context.Response.Body.FlushAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }),
            options => options.DrainTime = TimeSpan.FromMilliseconds(100));
        using var answer = await service.Api.GetAsync("/", HttpCompletionOption.ResponseHeadersRead);

        var started = Stopwatch.GetTimestamp();
        await service.StopAsync();

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(VitrineHost.StopDeadline);
        var ending = await service.Ended.NextAsync();
        (ending.Outcome, ending.ErrorType).ShouldBe((Outcome.Error, "shutdown"));
    }

    [Fact]
    public async Task Stop_RequestInFlight_IsFinishedWhileReadinessIsDown()
    {
        var (arrived, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/", async () =>
            {
                arrived.SetResult();
                await finish.Task.WaitAsync(TestService.Deadline);
                return "finished";
            }),
            options => options.DrainTime = TestService.Deadline,
            builder => builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TestService.Deadline));
        (await service.Debug.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var request = service.Api.GetStringAsync("/");
        await arrived.Task.WaitAsync(TestService.Deadline);

        var stop = service.StopAsync();
        (await service.Debug.GetAsync("/readyz")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await service.Debug.GetAsync("/livez")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await service.MetricsAsync()).ShouldContain("in_flight 1\n");
        finish.SetResult();

        (await request.WaitAsync(TestService.Deadline)).ShouldBe("finished");
        await stop.WaitAsync(TestService.Deadline);
    }
}
