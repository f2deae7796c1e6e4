using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.Tests.Hosting;

public sealed class TwoLinesTests
{
    [Fact]
    public async Task AddVitrine_ForeignWebApplication_ServesMetricsBesideItsOwnAddress()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddVitrine(options => options.Debug.Listener = new ListenerConfig { Port = 0 });
        await using var app = builder.Build();
        app.UseVitrine();
        app.MapGet("/hello", () => "hello");
        await app.StartAsync();
        using var client = new HttpClient();

        (await client.GetStringAsync(app.Urls.Single() + "/hello")).ShouldBe("hello");

        var page = await client.GetStringAsync(app.Services.GetRequiredService<DebugListener>().Addresses.First() + "/metrics");
        page.ShouldContain("http_server_request_duration_seconds_count{http_request_method=\"GET\",http_route=\"/hello\"");
    }

    [Fact]
    public async Task AddVitrine_Worker_HasTheDebugListenerAlone()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "worker" });
        builder.AddVitrine(options => options.Debug.Listener = new ListenerConfig { Port = 0 });
        using var host = builder.Build();
        await host.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Services.GetRequiredService<DebugListener>().Addresses.First()) };

        (await client.GetStringAsync("/metrics")).ShouldContain("process_uptime_seconds");
        (await client.GetStringAsync("/readyz")).ShouldBe("{\"status\":\"ok\"}");
        await host.StopAsync();
    }

    [Fact]
    public async Task MapVitrineDebug_OnTheApiPort_OpensNoScope()
    {
        await using var service = await TestService.StartAsync(app => app.MapVitrineDebug(), options => options.Debug.Listener = null);

        (await service.Api.GetStringAsync("/metrics")).ShouldContain("in_flight 0\n");
        (await service.Api.GetStringAsync("/debug/operations")).ShouldContain("\"newest\": []");
    }
}
