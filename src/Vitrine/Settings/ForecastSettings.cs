using System.Net;

namespace Vitrine.Settings;

/// <summary>The settings of the forecaster. Every variable of spec/kronos.md is the name of one: KRONOS_INFERENCE_TIMEOUT is <c>inference-timeout</c>.</summary>
internal static class ForecastSettings
{
    private const string Prefix = "KRONOS_";
    private static readonly SettingSection s_section = new("forecast");

    public static readonly Setting<int> Port = Of("port", ValueKinds.Integer(1, 65_535), 8000, "Port of the API on the host that all listeners share");

    public static readonly Setting<HostPort> ApiHost = s_section.Listener("api-host", Port, "Address of the API, instead of --port");

    public static readonly Setting<HostPort> DebugHost = s_section.Listener("debug-host", 8001, "Address of metrics in every dialect and /debug");

    public static readonly Setting<string> AppName = Of("app-name", ValueKinds.Text, "Kronos FastAPI Service", "What GET / calls the service");

    public static readonly Setting<string> ModelId = Of("model-id", ValueKinds.Text, "", "Model that predicts; there is one, vitrine-ensemble, and any other name leaves a warning");

    public static readonly Setting<string> TokenizerId = Of("tokenizer-id", ValueKinds.Text, "", "Tokenizer of a neural model; this one has none, so a name leaves a warning");

    public static readonly Setting<string> ModelPath = Of("model-path", ValueKinds.Path, "", "Folder of a model's weights; this one has none, so a path leaves a warning");

    public static readonly Setting<string> Device = Of("device", ValueKinds.Text, "cpu", "Where the model runs; any other than cpu is told as device_warning");

    public static readonly Setting<int> MaxContext = Of("max-context", ValueKinds.Integer(2, 2048), 512, "Most candles that the model looks at, the newest");

    public static readonly Setting<int> DefaultLookback = Of("default-lookback", ValueKinds.Integer(2, 2048), 400, "Candles that the model looks at, within --max-context");

    public static readonly Setting<int> DefaultPredLen = Of("default-pred-len", ValueKinds.Integer(1, 512), 120, "Steps to predict where a request brings no times for them");

    public static readonly Setting<double> DefaultTemperature = Of("default-temperature", ValueKinds.Number(0, 100), 1.0, "How far sampled candles move: 0 not at all, 1 as the past did");

    public static readonly Setting<int> DefaultTopK = Of("default-top-k", ValueKinds.Integer(0, int.MaxValue), 0, "Stretches of the past to sample from, those most like the present; 0 takes all");

    public static readonly Setting<double> DefaultTopP = Of("default-top-p", ValueKinds.Number(0.000001, 1), 0.9, "Share of the past's moves to sample from, the most ordinary first");

    public static readonly Setting<int> DefaultSampleCount = Of("default-sample-count", ValueKinds.Integer(1, 256), 1, "Sampled paths that an answer averages");

    public static readonly Setting<double> ClipValue = Of("clip-value", ValueKinds.Number(0.1, 1000), 5.0, "Moves of the past beyond so many deviations count as that many");

    public static readonly Setting<bool> EnableMetrics = Of("enable-metrics", ValueKinds.Switch, true, "Whether /v1/metrics is there");

    public static readonly Setting<bool> SecurityEnabled = Of("security-enabled", ValueKinds.Switch, true, "Whether --container-whitelist applies");

    public static readonly Setting<IReadOnlyList<string>> ContainerWhitelist = Of("container-whitelist", ValueKinds.List, ["localhost", "frontend-app", "worker-service", "scheduler"], "Callers that may call: names of X-Container-Name, or addresses");

    public static readonly Setting<IReadOnlyList<IPNetwork>> TrustedProxies = Of("trusted-proxies", ValueKinds.Networks, [], "Peers that may name a container; others that do are refused. Empty believes every peer");

    public static readonly Setting<bool> RateLimitEnabled = Of("rate-limit-enabled", ValueKinds.Switch, true, "Whether --rate-limit-per-minute applies");

    public static readonly Setting<int> RateLimitPerMinute = Of("rate-limit-per-minute", ValueKinds.Integer(1, int.MaxValue), 100, "Predictions that one caller may ask for in a minute; then 429");

    public static readonly Setting<double> MaxRequestSizeMegabytes = Of("max-request-size-mb", ValueKinds.Number(0.001, 1024), 10.0, "Longest body in MiB, unpacked; then 413");

    public static readonly Setting<TimeSpan> InferenceTimeout = Of("inference-timeout", ValueKinds.Seconds, TimeSpan.FromSeconds(30), "Longest prediction, its wait for a worker included; then 504");

    public static readonly Setting<TimeSpan> RequestTimeout = Of("request-timeout", ValueKinds.Seconds, TimeSpan.FromSeconds(60), "Longest request, its body included; then 408 or 504");

    public static readonly Setting<TimeSpan> StartupTimeout = Of("startup-timeout", ValueKinds.Seconds, TimeSpan.FromSeconds(120), "Longest load of the model; then the service gives up");

    public static readonly Setting<TimeSpan> SlowRequestSeconds = Of("slow-request-seconds", ValueKinds.Seconds, TimeSpan.FromSeconds(2), "Predictions that take longer leave a warning");

    public static readonly Setting<bool> ReadyzStrict = Of("readyz-strict", ValueKinds.Switch, true, "503 from /v1/readyz while the model loads; false answers 200, as the original does");

    public static readonly Setting<int> Workers = s_section.Of("workers", ValueKinds.Integer(0, 1024), 0, "Series predicted at the same time; 0 takes one a core");

    public static readonly Setting<int> QueueLength = s_section.Of("queue-length", ValueKinds.Integer(1, 100_000), 64, "Requests that may wait for a worker before one is refused with 503");

    public static readonly Setting<TimeSpan> DrainTimeout = s_section.Of("drain-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(3), "Time that running predictions get to finish when the service stops");

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Port, ApiHost, DebugHost, AppName, ModelId, TokenizerId, ModelPath, Device, MaxContext, DefaultLookback, DefaultPredLen, DefaultTemperature, DefaultTopK, DefaultTopP, DefaultSampleCount, ClipValue,
        EnableMetrics, SecurityEnabled, ContainerWhitelist, TrustedProxies, RateLimitEnabled, RateLimitPerMinute, MaxRequestSizeMegabytes,
        InferenceTimeout, RequestTimeout, StartupTimeout, SlowRequestSeconds, ReadyzStrict, Workers, QueueLength, DrainTimeout,
    ];

    /// <summary>The document's variables.</summary>
    public static DocumentVariables Variables { get; } = new(Prefix, All, "KRONOS_LOG_LEVEL");

    private static Setting<T> Of<T>(string key, ValueKind<T> kind, T otherwise, string description) =>
        s_section.Of(key, kind, otherwise, description, variables: [Prefix + key.ToUpperInvariant().Replace('-', '_')]);
}
