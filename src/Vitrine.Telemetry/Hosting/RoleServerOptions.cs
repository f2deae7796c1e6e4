using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.Hosting;

/// <summary>What the user may want of any server of the house. Each has a record of its own, which says its ports and adds what it serves.</summary>
public abstract record RoleServerOptions
{
    /// <summary>Options of a server that listens on localhost unless told otherwise.</summary>
    /// <param name="apiPort">The port of the API.</param>
    /// <param name="debugPort">The port of metrics and debug pages, or null for no listener of their own.</param>
    protected RoleServerOptions(int apiPort, int? debugPort)
    {
        Api = [new ListenerConfig { Port = apiPort, Remedy = "Stop it, or choose another address with --api-host." }];
        Debug = debugPort is { } port ? new ListenerConfig { Port = port, Remedy = "Stop it, or choose another address with --debug-host." } : null;
    }

    /// <value>The addresses of the API, at least one. Their body limit is the largest request that is read. The default is localhost at the server's own port.</value>
    public IReadOnlyList<ListenerConfig> Api { get; init; }

    /// <value>The address of metrics and debug pages, or null for none. The default is localhost at the server's own port.</value>
    public ListenerConfig? Debug { get; init; }

    /// <value>Time that running answers get to finish when the server stops; then they are cut. The default is 3 s.</value>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>Whether somebody else stops this server: then it ignores Ctrl-C and SIGTERM. The default is false.</value>
    public bool IsSupervised { get; init; }

    /// <value>The clock of limits, timeouts and timestamps. The default is the system's.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <value>Has the last word on telemetry: packs, log, keys, settings shown on the debug page. Runs after the server's own choices.</value>
    public Action<VitrineOptions>? ConfigureTelemetry { get; init; }

    /// <value>Adds services, or puts others in the place of the server's own: profiles, exporters.</value>
    public Action<IServiceCollection>? ConfigureServices { get; init; }
}
