namespace Vitrine.Settings;

/// <summary>The settings of the model server. Flags and variables in the spelling of spec/kronk.md, section 14.12, are accepted as they stand.</summary>
internal static class ModelSettings
{
    private const string Section = "model";
    private static readonly SettingSection s_section = new(Section);

    public static readonly Setting<string> File = new(ValueKinds.Path, _ => Path.Combine(AppContext.BaseDirectory, "models", "vitrine-tiny.gguf"))
    {
        Section = Section,
        Key = "file",
        Flag = "--model",
        Aliases = ["VITRINE_MODEL"],
        IsOnUp = true,
        Description = "GGUF file to serve from the start",
        DefaultText = "the tiny model that comes with vitrine, with --models none",
    };

    public static readonly Setting<string> Folder = new(ValueKinds.Path, "")
    {
        Section = Section,
        Key = "models",
        IsOnUp = true,
        Description = "Folder of GGUF files, each loaded when it is asked for",
    };

    public static readonly Setting<int> ModelsInPool = new(ValueKinds.Integer(1, 1000), 2)
    {
        Section = Section,
        Key = "models-in-cache",
        OtherFlags = ["--models-in-pool"],
        Aliases = ["KRONK_CACHE_MODELS_IN_CACHE", "KRONK_POOL_MODELS_IN_POOL"],
        Description = "Models that may be in memory at once",
    };

    public static readonly Setting<TimeSpan> IdleTime = new(ValueKinds.Duration, TimeSpan.FromMinutes(20))
    {
        Section = Section,
        Key = "cache-ttl",
        OtherFlags = ["--pool-ttl"],
        Aliases = ["KRONK_CACHE_TTL", "KRONK_POOL_TTL"],
        Description = "Time after which a model that nobody uses is unloaded; 0s keeps it",
    };

    public static readonly Setting<double> BudgetPercent = s_section.Of("budget-percent", ValueKinds.Number(1, 100), 95, "Share of the machine's memory that models may fill", variables: ["KRONK_POOL_BUDGET_PERCENT"]);

    public static readonly Setting<long> BudgetBytes = new(ValueKinds.Size, _ => 0)
    {
        Section = Section,
        Key = "budget-bytes",
        Description = "Memory that models may fill, instead of a share",
        DefaultText = "the share",
    };

    public static readonly Setting<bool> AuthEnabled = s_section.Of("auth-enabled", ValueKinds.Switch, false, "Insist on API keys: without an --api-key-file the server does not start", variables: ["KRONK_AUTH_LOCAL_ENABLED"]);

    /// <summary>Under <c>up</c> the gateway owns 8080, and the model server stands behind it.</summary>
    public static readonly Setting<HostPort> ApiHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), settings.Scope.IsUnderUp ? 8082 : 8080))
    {
        Section = Section,
        Key = "api-host",
        Aliases = ["KRONK_WEB_API_HOST"],
        Description = "Address of the OpenAI API",
        DefaultText = "localhost:8080, under up localhost:8082",
    };

    public static readonly Setting<HostPort> DebugHost = s_section.Listener("debug-host", 8090, "Address of metrics, profiles and /debug", variables: ["KRONK_WEB_DEBUG_HOST", "KRONK_DEBUG_HOST"]);

    public static readonly Setting<HostPort?> TempoHost = s_section.Of("tempo-host", ValueKinds.Peer, new HostPort("localhost", 4317), "Collector of traces (OTLP over gRPC), or none", variables: ["KRONK_TEMPO_HOST"]);

    public static readonly Setting<string> TempoServiceName = s_section.Of("tempo-service-name", ValueKinds.Text, "kronk", "Service name in traces", variables: ["KRONK_TEMPO_SERVICE_NAME"]);

    public static readonly Setting<double> TempoProbability = s_section.Of("tempo-probability", ValueKinds.Number(0, 1), 0.25, "Share of requests that are traced", variables: ["KRONK_TEMPO_PROBABILITY"]);

    public static readonly Setting<bool> InsecureLogging = s_section.Of("insecure-logging", ValueKinds.Switch, false, "Log prompts and answers; never in production", variables: ["KRONK_INSECURE_LOGGING"]);

    public static readonly Setting<int> LlamaLog = s_section.Of("llama-log", ValueKinds.Integer(0, 1), 1, "Log of the inference engine: 0 off, 1 on", variables: ["KRONK_LLAMA_LOG"]);

    public static readonly Setting<int> Threads = s_section.Of("threads", ValueKinds.Integer(0, 1024), 0, "Threads of the engine; 0 leaves one core to the server");

    public static readonly Setting<int> ContextSize = s_section.Of("context-size", ValueKinds.Integer(0, 1_048_576), 0, "Tokens of prompt and answer together; 0 takes the model's own");

    public static readonly Setting<int> QueueLength = s_section.Of("queue-length", ValueKinds.Integer(0, 100_000), 64, "Requests that may wait for a slot before one is refused with 503");

    public static readonly Setting<int> MaxInputs = s_section.Of("max-inputs", ValueKinds.Integer(1, 100_000), 256, "Texts that one request may bring to embed, or documents to rank");

    public static readonly Setting<int> Slots = s_section.Of("slots", ValueKinds.Integer(1, 64), 4, "Answers that run at the same time; each reserves a whole context of memory");

    public static readonly Setting<TimeSpan> SlotTimeout = s_section.Of("slot-timeout", ValueKinds.Duration, TimeSpan.Zero, "Time that a request waits before it ends the answer that has run longest; 0s waits for ever");

    public static readonly Setting<int> BatchSize = s_section.Of("batch-size", ValueKinds.Integer(1, 4096), 256, "Prompt tokens computed together");

    public static readonly Setting<bool> LayerTimings = s_section.Of("layer-timings", ValueKinds.Switch, false, "Measure every layer of every inference, for /debug/operations and vitrine explain");

    public static readonly Setting<TimeSpan> ReadTimeout = s_section.Of("read-timeout", ValueKinds.Duration, TimeSpan.FromSeconds(30), "Time to receive a request", variables: ["KRONK_WEB_READ_TIMEOUT"]);

    public static readonly Setting<TimeSpan> WriteTimeout = s_section.Of("write-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(30), "Time to send an answer", variables: ["KRONK_WEB_WRITE_TIMEOUT"]);

    public static readonly Setting<TimeSpan> IdleTimeout = s_section.Of("idle-timeout", ValueKinds.Duration, TimeSpan.FromMinutes(1), "Time an idle connection is kept", variables: ["KRONK_WEB_IDLE_TIMEOUT"]);

    public static readonly Setting<TimeSpan> ShutdownTimeout = new(ValueKinds.Duration, settings => settings.Scope.IsUnderUp ? TimeSpan.FromSeconds(3) : TimeSpan.FromMinutes(1))
    {
        Section = Section,
        Key = "shutdown-timeout",
        Aliases = ["KRONK_WEB_SHUTDOWN_TIMEOUT"],
        Description = "Time that running answers get to finish",
        DefaultText = "1m, under up 3s",
    };

    public static readonly Setting<IReadOnlyList<string>> CorsAllowedOrigins = s_section.Of("cors-allowed-origins", ValueKinds.List, ["*"], "Origins of pages that may call the API", variables: ["KRONK_WEB_CORS_ALLOWED_ORIGINS"]);

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        File, Folder, ModelsInPool, IdleTime, BudgetPercent, BudgetBytes, AuthEnabled, ApiHost, DebugHost, TempoHost, TempoServiceName, TempoProbability, InsecureLogging, LlamaLog,
        Threads, ContextSize, QueueLength, MaxInputs, Slots, SlotTimeout, BatchSize, LayerTimings, ReadTimeout, WriteTimeout, IdleTimeout, ShutdownTimeout, CorsAllowedOrigins,
    ];
}
