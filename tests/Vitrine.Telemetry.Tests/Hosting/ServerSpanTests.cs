using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class ServerSpanTests
{
    private const string SampledParent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Theory]
    [InlineData("/work", true)]
    [InlineData("/healthz", false)]
    [InlineData("/healthz?x=1", false)]
    public async Task Span_SampledParent_IsRecordedUnlessThePathIsExcluded(string path, bool recorded)
    {
        await using var service = await TestService.StartAsync(app => app.MapFallback(() => "ok"));
        var stopped = new BlockingCollection<Activity>();
        using var exporter = new ActivityListener
        {
            ShouldListenTo = source => ReferenceEquals(source, service.Telemetry.ActivitySource),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = stopped.Add,
        };
        ActivitySource.AddActivityListener(exporter);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", SampledParent);

        (await service.Api.SendAsync(request)).Dispose();

        stopped.TryTake(out var span, TestService.Deadline).ShouldBeTrue();
        span!.TraceId.ToHexString().ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
        span.Recorded.ShouldBe(recorded);
    }

    [Fact]
    public async Task Span_NobodyExports_TheTraceIdIsTheClients()
    {
        await using var service = await TestService.StartAsync(app => app.MapGet("/", (HttpContext context) => context.Operation().Span!.TraceId.ToHexString()));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("traceparent", SampledParent);

        using var answer = await service.Api.SendAsync(request);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
