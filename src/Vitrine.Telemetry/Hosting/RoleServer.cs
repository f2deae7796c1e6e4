using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Vitrine.Telemetry.Hosting;

/// <summary>A running role: one web application with its listeners. What the house's servers have in common is here; what they serve they map themselves.</summary>
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
