using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Vitrine.Telemetry.Guards;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.DebugServer;

/// <summary>
/// A second server in the same process, with the service's own dependency injection and a pipeline of its own: the API cannot answer debug
/// paths and the debug port cannot answer the API's. It stands outside hosting's diagnostics, so scrapes make no spans and no request metrics.
/// </summary>
public sealed partial class DebugListener : IHostedService, IDisposable
{
    private readonly IServiceProvider _services;
    private readonly VitrineOptions _options;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _log;
    private KestrelServer? _server;

    /// <summary>Made by dependency injection.</summary>
    public DebugListener(IServiceProvider services, VitrineOptions options, ILoggerFactory loggers)
    {
        (_services, _options, _loggers) = (services, options, loggers);
        _log = loggers.CreateLogger<DebugListener>();
    }

    /// <summary>The addresses that are listened on, with real ports; empty before the start and when there is no listener of its own.</summary>
    public IReadOnlyCollection<string> Addresses => _server?.Features.Get<IServerAddressesFeature>()?.Addresses.ToArray() ?? [];

    /// <inheritdoc/>
    /// <exception cref="PortInUseException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_options.Debug.Listener is not { } listener) return;
        PortProbe.ThrowIfTaken(listener);
        var kestrel = new KestrelServerOptions { ApplicationServices = _services };
        kestrel.Listen(listener);
        // Kestrel's own figures and lines are about the API; those of this server would blur them.
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), _loggers);
        _server = new KestrelServer(Options.Create(kestrel), transport, _loggers);
        await _server.StartAsync(new DebugApplication(Pipeline(listener), _services), cancellationToken);
        LogListening(string.Join(", ", Addresses));
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => _server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _server?.Dispose();

    private RequestDelegate Pipeline(ListenerConfig listener)
    {
        var app = new ApplicationBuilder(_services);
        if (listener.ApiKeys is { } keys) app.UseMiddleware<DebugKeyMiddleware>(keys);
        app.UseWebSockets();
        app.UseRouting();
        app.UseEndpoints(endpoints => endpoints.MapPages("/"));
        return app.Build();
    }

    [LoggerMessage(EventIds.DebugListening, LogLevel.Debug, "Metrics and debug pages are at {Addresses}.")]
    private partial void LogListening(string addresses);
}
