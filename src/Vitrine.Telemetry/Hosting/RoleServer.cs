using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vitrine.Telemetry.Lines;

namespace Vitrine.Telemetry.Hosting;

/// <summary>A running role: one web application with its listeners. What the house's servers have in common is here, and in <see cref="RoleServerOptions"/>; what they serve they map themselves.</summary>
/// <param name="app">The application, put together but not started.</param>
public abstract class RoleServer(WebApplication app) : IAsyncDisposable
{
    /// <summary>The role's services, for whoever composes it: telemetry, the debug listener.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>The addresses of the API, with real ports.</summary>
    public IReadOnlyCollection<string> Addresses => [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses ?? []];

    /// <summary>Stops in order: no new requests, answers end, connections close, then everything behind them.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    /// <summary>Releases everything; stops first if nobody did.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts a role's application together: its listeners, its telemetry and its services, of which its user has the last word. What it serves is yet to be mapped.</summary>
    /// <param name="serviceName">The name of the service, as signals have it.</param>
    /// <param name="options">A service too, like the clock in them.</param>
    /// <param name="configure">The role's own choices of telemetry: at least its packs and its kinds.</param>
    /// <param name="addServices">The role's own services.</param>
    protected static WebApplication Compose<TOptions>(string serviceName, TOptions options, Action<VitrineOptions, TOptions> configure, Action<IServiceCollection, TOptions> addServices)
        where TOptions : RoleServerOptions
    {
        var builder = VitrineHost.CreateBuilder(new VitrineHostOptions
        {
            ApplicationName = serviceName,
            Listeners = options.Api,
            // Answers end first, then connections are cut, then the host gives up waiting.
            ShutdownTimeout = options.DrainTimeout + TimeSpan.FromSeconds(1),
            IsSupervised = options.IsSupervised,
        });
        builder.AddVitrine(telemetry =>
        {
            telemetry.ServiceName = serviceName;
            telemetry.Clock = options.Clock;
            telemetry.Log = new ServiceLogOptions();
            telemetry.Debug.Listener = options.Debug;
            telemetry.DrainTime = options.DrainTimeout;
            configure(telemetry, options);
            options.ConfigureTelemetry?.Invoke(telemetry);
        });
        builder.Services.AddSingleton(options).AddSingleton(options.Clock);
        addServices(builder.Services, options);
        options.ConfigureServices?.Invoke(builder.Services);
        return builder.Build();
    }

    /// <summary>Starts a server, which listens when this returns. One that cannot start is released.</summary>
    protected static async Task<TServer> StartAsync<TServer>(TServer server, CancellationToken cancellationToken)
        where TServer : RoleServer
    {
        try
        {
            await server.BeginAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Serves until the token fires or the process is told to stop, then stops in order.</summary>
    protected async Task ServeAsync(CancellationToken stop)
    {
        using (stop.UnsafeRegister(static lifetime => ((IHostApplicationLifetime)lifetime!).StopApplication(), app.Lifetime)) await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private Task BeginAsync(CancellationToken cancellationToken) => app.StartAsync(cancellationToken);
}
