using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.Telemetry.Hosting;

/// <summary>How a role's process is set up.</summary>
public sealed record VitrineHostOptions
{
    /// <value>The name of the application, which telemetry takes as the service's when nothing else names it.</value>
    public required string ApplicationName { get; init; }

    /// <value>The addresses of the API, at least one.</value>
    public required IReadOnlyList<ListenerConfig> Listeners { get; init; }

    /// <value>How long the whole stop may take; then the host gives up waiting. The default is 4 s, as Kestrel takes up to a second beyond it to cut what is left.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(4);

    /// <value>Whether somebody else stops this role: then it ignores Ctrl-C and SIGTERM. The default is false.</value>
    public bool IsSupervised { get; init; }
}
