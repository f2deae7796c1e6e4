using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Vitrine.Profiling.Live;

namespace Vitrine.Profiling.Tests.Live;

/// <summary>Any .NET service with one line more: <c>app.MapLiveCharts()</c>.</summary>
internal sealed class LiveService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LiveService(WebApplication app, LiveCharts? charts) => (_app, Charts) = (app, charts!);

    /// <summary>The collector, where the test made it.</summary>
    public LiveCharts Charts { get; }

    public Uri Root => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>With moments that follow each other faster than one a second.</summary>
    public static Task<LiveService> StartAsync(params LiveChart[] own)
    {
        var list = new LiveChartList();
        foreach (var chart in own) list.Add(chart);
        var charts = new LiveCharts(list, NullLogger<LiveCharts>.Instance) { Interval = TimeSpan.FromMilliseconds(250), Service = "shop" };
        return StartAsync(app => app.MapLiveCharts(charts), charts);
    }

    /// <summary>As a user has it.</summary>
    public static Task<LiveService> StartPlainAsync(ProfilingOptions? options = null, Action<IServiceCollection>? services = null) => StartAsync(app => app.MapLiveCharts(options), null, services);

    public async Task<LiveClient> ConnectAsync(string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null) socket.Options.SetRequestHeader("Origin", origin);
        await socket.ConnectAsync(new UriBuilder(Root) { Scheme = "ws", Path = "/debug/statsviz/ws" }.Uri, TestContext.Current.CancellationToken);
        return new LiveClient(socket);
    }

    public Task StopAsync() => _app.StopAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<LiveService> StartAsync(Action<WebApplication> map, LiveCharts? charts, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "shop" });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new LiveService(app, charts);
    }
}
