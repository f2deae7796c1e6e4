namespace Vitrine.Telemetry.Hosting.Listeners;

/// <summary>What one connection and one request may take; everything is explicit, nothing is left to a server's default.</summary>
public sealed record ListenerLimits
{
    /// <value>Most bytes of a request's body. The default is 32 MiB.</value>
    public long MaxBodyBytes { get; init; } = 32 * 1024 * 1024;

    /// <value>Most bytes of a request line. The default is 8 KiB.</value>
    public int MaxRequestLineBytes { get; init; } = 8 * 1024;

    /// <value>Most bytes of all request headers. The default is 32 KiB.</value>
    public int MaxHeaderBytes { get; init; } = 32 * 1024;

    /// <value>Most request headers. The default is 100.</value>
    public int MaxHeaderCount { get; init; } = 100;

    /// <value>Longest time for the headers to arrive. The default is 30 s.</value>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Longest time that a connection may idle. The default is 2 minutes.</value>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>
    /// Least bytes a second at which a request's body must come and an answer be taken, on the average since its begin and once
    /// <see cref="SlowGrace"/> has passed; a slower sender is answered with 408, a slower reader is cut. The default is 240.
    /// </value>
    public double SlowestBytesPerSecond { get; init; } = 240;

    /// <value>Time before <see cref="SlowestBytesPerSecond"/> counts; more than 1 s. The default is 5 s.</value>
    public TimeSpan SlowGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Most connections at once, or null for no limit but the system's. The default is null.</value>
    public long? MaxConnections { get; init; }
}
