using Vitrine.Gateway.Identity;
using Vitrine.Gateway.Queueing;
using Vitrine.Gateway.Scheduling;
using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Gateway;

/// <summary>What the user wants of a gateway. <see cref="GatewayValidator"/> checks it when the gateway starts.</summary>
public sealed record GatewayOptions : RoleServerOptions
{
    /// <summary>Options of a gateway on localhost:8080, with metrics, config dumps and debug pages on localhost:15000, that lets answers take 5 minutes to finish when it stops.</summary>
    public GatewayOptions()
        : base(apiPort: 8080, debugPort: 15000) => DrainTimeout = TimeSpan.FromMinutes(5);

    /// <value>Model servers to stand in front of without any YAML. The default is none.</value>
    public IReadOnlyList<UpstreamOptions> Upstreams { get; init; } = [];

    /// <value>Folder of ModelRoute and ModelServer documents, or null. The default is null.</value>
    public string? ObjectsFolder { get; init; }

    /// <value>Requests in the gateway at once before one more is refused with 429; null for no limit. The default is 1024.</value>
    public int? MaxConcurrentRequests { get; init; } = 1024;

    /// <value>How requests of a model wait for their turn. The default lets 256 of a model run at once.</value>
    public FairnessOptions Fairness { get; init; } = new();

    /// <value>How pods are chosen. The default is the router's own: least requests, least latency, prefix cache.</value>
    public SchedulerOptions Scheduler { get; init; } = new();

    /// <value>Whose tokens are accepted, or null when nobody needs one.</value>
    public AuthOptions? Auth { get; init; }

    /// <value>A header whose value names the caller where no token and no API key does, or null to trust none. The default is null.</value>
    public string? TrustedUserHeader { get; init; }

    /// <value>The file of prices, or null for none.</value>
    public string? PriceFile { get; init; }

    /// <value>The password of every Redis that routes name, or null.</value>
    public string? RedisPassword { get; init; }

    /// <value>Time for an answer of a Redis, 10 ms to 1 minute; then the limit of this gateway alone counts. The default is 500 ms.</value>
    public TimeSpan RedisTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>Time for a connection to a pod, 10 ms to 1 minute. The default is 5 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <value>Time until a pod's response begins, where its ModelServer names none, 10 ms to 1 day. The default is 5 minutes: an answer that is no stream begins when it is whole.</value>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <value>Time without a byte of a pod's answer before it is given up, 10 ms to 1 day. The default is 2 minutes.</value>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>Time in which a client may take nothing of its answer before it is cut, 10 ms to 1 day. The default is 1 minute.</value>
    public TimeSpan ClientTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <value>What each request adds to the budget of retries, 0 to 1: 0.2 lets a fifth of the requests be tried once more. The default is 0.2.</value>
    public double RetryShare { get; init; } = 0.2;

    /// <value>Retries that the budget holds at most and at start, 0 to 10,000. The default is 100.</value>
    public int RetryReserve { get; init; } = 100;

    /// <value>Time between two looks at each pod's metrics, 100 ms to 1 hour. The default is 1 s.</value>
    public TimeSpan ScrapeInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>How its debug listener serves profiles, and whether any are taken by the clock. The default takes none, and labels samples with the role <c>gateway</c>.</value>
    public ProfilingOptions Profiling { get; init; } = new() { Role = "gateway" };
}
