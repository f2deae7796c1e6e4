using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Vitrine.Telemetry.DebugServer;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.ModelServer.Hosting;

/// <summary>Writes what an operator looks for first, in the contract's words: which build runs on how many processors, where it listens, and that it stops.</summary>
internal sealed partial class StartupLog(IServer server, DebugListener debug, ILogger<StartupLog> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        LogStarting(ServiceBuild.Version, Environment.ProcessorCount);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var host in debug.Addresses) LogListening("debug v1 router started", host);
        foreach (var host in server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []) LogListening("api router started", host);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStop("started");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStop("complete");
        return Task.CompletedTask;
    }

    // The contract's messages are constant; what differs stands in fields of its own.
#pragma warning disable SYSLIB1015
    [LoggerMessage(EventIds.Starting, LogLevel.Information, "starting service")]
    private partial void LogStarting(string version, int GOMAXPROCS);

    [LoggerMessage(EventIds.Listening, LogLevel.Information, "startup")]
    private partial void LogListening(string status, string host);

    [LoggerMessage(EventIds.Stopping, LogLevel.Information, "shutdown")]
    private partial void LogStop(string status);
#pragma warning restore SYSLIB1015
}
