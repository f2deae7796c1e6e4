using System.Net;
using Vitrine.Forecast.Engine;
using Vitrine.Forecast.Requests;
using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.Forecast;

/// <summary>How a forecaster runs. Every value of spec/kronos.md's environment stands here, under the document's default.</summary>
public sealed record ForecastOptions : RoleServerOptions
{
    /// <summary>Options of a forecaster on localhost:8000, with debug pages on localhost:8001.</summary>
    public ForecastOptions()
        : base(apiPort: 8000, debugPort: 8001)
    {
    }

    /// <value>What <c>GET /</c> calls the service.</value>
    public string AppName { get; init; } = "Kronos FastAPI Service";

    /// <value>Makes the model. Predictions are refused with 503 until it is done.</value>
    public required Func<CancellationToken, Task<IForecaster>> LoadModel { get; init; }

    /// <value>Why the model runs elsewhere than it was asked to, for readiness; null when it does not.</value>
    public string? DeviceWarning { get; init; }

    /// <value>What applies where a request says nothing.</value>
    public PredictionDefaults Defaults { get; init; } = new();

    /// <value>The callers that may call; null lets everybody in. The default is the document's list.</value>
    public IReadOnlySet<string>? AllowedCallers { get; init; } = new HashSet<string>(StringComparer.Ordinal) { "localhost", "frontend-app", "worker-service", "scheduler" };

    /// <value>The peers that may say on whose behalf they call; empty believes everybody. The default is empty.</value>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <value>Predictions that one caller may ask for in a minute, or null for no limit. The default is 100.</value>
    public int? RequestsPerMinute { get; init; } = 100;

    /// <value>Longest body that is read, unpacked. The default is 10 MiB.</value>
    public long MaxBodyBytes { get; init; } = 10 * 1024 * 1024;

    /// <value>Longest prediction, its wait for a worker included; then 504. The default is 30 s.</value>
    public TimeSpan InferenceTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <value>Longest request, its body included. The default is 60 s.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Longest load of the model; then the service gives up. The default is 2 minutes.</value>
    public TimeSpan StartupTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>Predictions that take longer leave a warning. The default is 2 s.</value>
    public TimeSpan SlowAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>Whether readiness answers 503 while the model loads; the original answers 200. The default is true.</value>
    public bool StrictReadiness { get; init; } = true;

    /// <value>Whether <c>/v1/metrics</c> is there. The default is true.</value>
    public bool MetricsEnabled { get; init; } = true;

    /// <value>Series that are predicted at the same time, each on a thread of its own. The default is the number of processors.</value>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <value>Requests that may wait for a worker before one is refused with 503. The default is 64.</value>
    public int QueueLength { get; init; } = 64;

    /// <value>The folder whose disk <c>/v1/healthz/detailed</c> tells of. The default is the program's own.</value>
    public string DataFolder { get; init; } = AppContext.BaseDirectory;

    /// <value>Sentences that start-up warns with: settings that are accepted and change nothing here, variables that nobody knows.</value>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <value>How its debug listener serves profiles, and whether any are taken by the clock. The default takes none, and labels samples with the role <c>forecast</c>.</value>
    public ProfilingOptions Profiling { get; init; } = new() { Role = "forecast" };
}
