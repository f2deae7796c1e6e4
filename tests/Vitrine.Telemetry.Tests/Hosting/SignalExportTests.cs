using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.Export;
using Vitrine.Telemetry.Tests.Export;
using Vitrine.Testing.Otlp;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class SignalExportTests
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Stop_RequestBefore_ItsServerSpanStillArrives()
    {
        await using var collector = await OtlpCollector.StartAsync(grpc: true);
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/work", () => "done"),
            options =>
            {
                options.Packs = ["otel"];
                options.Export = new ExportOptions { Endpoint = collector.Address, Transport = OtlpTransport.Grpc };
            },
            // Providers hear sources by name, in the whole process: the name of the other tests' services would sample and export theirs.
            name: "exporting");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/work");
        request.Headers.Add("traceparent", TraceParent);
        using (var response = await service.Api.SendAsync(request)) response.StatusCode.ShouldBe(HttpStatusCode.OK);
        await service.StopAsync();
        var span = await collector.Spans.Next();
        span.Name.ShouldBe("GET /work");
        span.Kind.ShouldBe(2);
        span.TraceId.ShouldBe("0af7651916cd43dd8448eb211c80319c");
        span.ParentSpanId.ShouldBe("b7ad6b7169203331");
        span.Attributes["http.response.status_code"].ShouldBe("200");
        span.Resource["service.name"].ShouldBe("exporting");
    }

    [Fact]
    public async Task Get_MetricsOfTheHost_StandBehindThePack()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapGet("/work", (IMeterFactory meters) => Results.Text(Count(meters))),
            options => options.Packs = ["otel"]);
        (await service.Api.GetStringAsync("/work")).ShouldBe("counted");
        var page = await service.MetricsAsync();
        page.ShouldContain("my_work_total 1\n");
        page.ShouldContain("# TYPE kestrel_active_connections gauge\n");
        page.Split("# TYPE http_server_request_duration_seconds ").Length.ShouldBe(2);

        static string Count(IMeterFactory meters)
        {
            meters.Create("My.Work").CreateCounter<int>("my.work").Add(1);
            return "counted";
        }
    }
}
