using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;
using Vitrine.Telemetry.Packs;

namespace Vitrine.Telemetry.Tests.Hosting;

/// <summary>A real service on real ports of 127.0.0.1: the API, the debug listener, and a client for each.</summary>
internal sealed class TestService : IAsyncDisposable
{
    /// <summary>A dialect with one family per outcome, so that a page tells how every request ended.</summary>
    public const string PackText = """
        pack: probe
        title: What the hosting tests look at
        labels:
          outcome: { fact: outcome, values: [ok, error, timeout, rejected, cancelled, abandoned] }
          status: { fact: http.response.status_code, absent: none }
          route: { fact: http.route, absent: none }
        metrics:
        - { counter: requests_total, help: Requests, from: http, labels: [outcome, status, route], presence: header }
        - { counter: unhandled_total, help: Exceptions, from: http, when: { vitrine.http.unhandled: [true] } }
        - { gauge: in_flight, help: Requests in flight, open: http }
        """;

    /// <summary>How long a test waits for an event before it fails.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly EndedOperations _ended = new();

    private TestService(WebApplication app) => _app = app;

    public HttpClient Api { get; private set; } = null!;

    public HttpClient Debug { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public VitrineTelemetry Telemetry => _app.Services.GetRequiredService<VitrineTelemetry>();

    public EndedOperations Ended => _ended;

    public static async Task<TestService> StartAsync(Action<WebApplication> map, Action<VitrineOptions>? configure = null, Action<WebApplicationBuilder>? build = null, string name = "probe")
    {
        var builder = VitrineHost.CreateBuilder(new VitrineHostOptions { ApplicationName = name, Listeners = [new ListenerConfig { Port = 0 }], IsSupervised = true });
        builder.AddVitrine(options =>
        {
            options.ServiceName = name;
            options.Packs = [];
            options.LoadedPacks.Add(Pack.Parse("probe.yaml", PackText));
            options.Debug.Listener = new ListenerConfig { Port = 0 };
            configure?.Invoke(options);
        });
        build?.Invoke(builder);
        var service = new TestService(builder.Build());
        service._app.UseVitrine();
        map(service._app);
        service.Telemetry.AddProjection(service._ended);
        await service._app.StartAsync();
        service.Api = ClientOf(service._app.Urls.First());
        service.Debug = service.Services.GetRequiredService<DebugListener>().Addresses.FirstOrDefault() is { } address ? ClientOf(address) : service.Api;
        return service;
    }

    public Task<string> MetricsAsync() => Debug.GetStringAsync("/metrics");

    public Task StopAsync(CancellationToken cancellationToken = default) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Debug.Dispose();
        await _app.DisposeAsync();
    }

    private static HttpClient ClientOf(string address) =>
        new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = new Uri(address), Timeout = Deadline };
}
