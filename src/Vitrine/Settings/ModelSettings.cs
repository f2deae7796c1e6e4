namespace Vitrine.Settings;

/// <summary>The settings of the model server. Flags and variables in the spelling of spec/kronk.md, section 14.12, are accepted as they stand.</summary>
internal static class ModelSettings
{
    private const string Section = "model";

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

    public static readonly Setting<double> BudgetPercent = new(ValueKinds.Number(1, 100), 95)
    {
        Section = Section,
        Key = "budget-percent",
        Aliases = ["KRONK_POOL_BUDGET_PERCENT"],
        Description = "Share of the machine's memory that models may fill",
    };

    public static readonly Setting<long> BudgetBytes = new(ValueKinds.Size, _ => 0)
    {
        Section = Section,
        Key = "budget-bytes",
        Description = "Memory that models may fill, instead of a share",
        DefaultText = "the share",
    };

    public static readonly Setting<bool> AuthEnabled = new(ValueKinds.Switch, false)
    {
        Section = Section,
        Key = "auth-enabled",
        Aliases = ["KRONK_AUTH_LOCAL_ENABLED"],
        Description = "Insist on API keys: without an --api-key-file the server does not start",
    };

    /// <summary>Under <c>up</c> the gateway owns 8080, and the model server stands behind it.</summary>
    public static readonly Setting<HostPort> ApiHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), settings.Scope.IsUnderUp ? 8082 : 8080))
    {
        Section = Section,
        Key = "api-host",
        Aliases = ["KRONK_WEB_API_HOST"],
        Description = "Address of the OpenAI API",
        DefaultText = "localhost:8080, under up localhost:8082",
    };

    public static readonly Setting<HostPort> DebugHost = new(ValueKinds.Address, settings => new HostPort(settings.Get(SharedSettings.Host), 8090))
    {
        Section = Section,
        Key = "debug-host",
        Aliases = ["KRONK_WEB_DEBUG_HOST", "KRONK_DEBUG_HOST"],
        Description = "Address of metrics, profiles and /debug",
        DefaultText = "localhost:8090",
    };

    public static readonly Setting<HostPort?> TempoHost = new(ValueKinds.Peer, new HostPort("localhost", 4317))
    {
        Section = Section,
        Key = "tempo-host",
        Aliases = ["KRONK_TEMPO_HOST"],
        Description = "Collector of traces (OTLP over gRPC), or none",
    };

    public static readonly Setting<string> TempoServiceName = new(ValueKinds.Text, "kronk")
    {
        Section = Section,
        Key = "tempo-service-name",
        Aliases = ["KRONK_TEMPO_SERVICE_NAME"],
        Description = "Service name in traces",
    };

    public static readonly Setting<double> TempoProbability = new(ValueKinds.Number(0, 1), 0.25)
    {
        Section = Section,
        Key = "tempo-probability",
        Aliases = ["KRONK_TEMPO_PROBABILITY"],
        Description = "Share of requests that are traced",
    };

    public static readonly Setting<bool> InsecureLogging = new(ValueKinds.Switch, false)
    {
        Section = Section,
        Key = "insecure-logging",
        Aliases = ["KRONK_INSECURE_LOGGING"],
        Description = "Log prompts and answers; never in production",
    };

    public static readonly Setting<int> LlamaLog = new(ValueKinds.Integer(0, 1), 1)
    {
        Section = Section,
        Key = "llama-log",
        Aliases = ["KRONK_LLAMA_LOG"],
        Description = "Log of the inference engine: 0 off, 1 on",
    };

    public static readonly Setting<int> Threads = new(ValueKinds.Integer(0, 1024), 0) { Section = Section, Key = "threads", Description = "Threads of the engine; 0 leaves one core to the server" };

    public static readonly Setting<int> ContextSize = new(ValueKinds.Integer(0, 1_048_576), 0) { Section = Section, Key = "context-size", Description = "Tokens of prompt and answer together; 0 takes the model's own" };

    public static readonly Setting<int> QueueLength = new(ValueKinds.Integer(0, 100_000), 64) { Section = Section, Key = "queue-length", Description = "Requests that may wait for a slot before one is refused with 503" };

    public static readonly Setting<int> MaxInputs = new(ValueKinds.Integer(1, 100_000), 256) { Section = Section, Key = "max-inputs", Description = "Texts that one request may bring to embed, or documents to rank" };

    public static readonly Setting<int> Slots = new(ValueKinds.Integer(1, 64), 4)
    {
        Section = Section,
        Key = "slots",
        Description = "Answers that run at the same time; each reserves a whole context of memory",
    };

    public static readonly Setting<TimeSpan> SlotTimeout = new(ValueKinds.Duration, TimeSpan.Zero)
    {
        Section = Section,
        Key = "slot-timeout",
        Description = "Time that a request waits before it ends the answer that has run longest; 0s waits for ever",
    };

    public static readonly Setting<int> BatchSize = new(ValueKinds.Integer(1, 4096), 256) { Section = Section, Key = "batch-size", Description = "Prompt tokens computed together" };

    public static readonly Setting<bool> LayerTimings = new(ValueKinds.Switch, false)
    {
        Section = Section,
        Key = "layer-timings",
        Description = "Measure every layer of every inference, for /debug/operations and vitrine explain",
    };

    public static readonly Setting<TimeSpan> ReadTimeout = Timeout("read-timeout", TimeSpan.FromSeconds(30), "Time to receive a request");

    public static readonly Setting<TimeSpan> WriteTimeout = Timeout("write-timeout", TimeSpan.FromMinutes(30), "Time to send an answer");

    public static readonly Setting<TimeSpan> IdleTimeout = Timeout("idle-timeout", TimeSpan.FromMinutes(1), "Time an idle connection is kept");

    public static readonly Setting<TimeSpan> ShutdownTimeout = new(ValueKinds.Duration, settings => settings.Scope.IsUnderUp ? TimeSpan.FromSeconds(3) : TimeSpan.FromMinutes(1))
    {
        Section = Section,
        Key = "shutdown-timeout",
        Aliases = ["KRONK_WEB_SHUTDOWN_TIMEOUT"],
        Description = "Time that running answers get to finish",
        DefaultText = "1m, under up 3s",
    };

    public static readonly Setting<IReadOnlyList<string>> CorsAllowedOrigins = new(ValueKinds.List, ["*"])
    {
        Section = Section,
        Key = "cors-allowed-origins",
        Aliases = ["KRONK_WEB_CORS_ALLOWED_ORIGINS"],
        Description = "Origins of pages that may call the API",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        File, Folder, ModelsInPool, IdleTime, BudgetPercent, BudgetBytes, AuthEnabled, ApiHost, DebugHost, TempoHost, TempoServiceName, TempoProbability, InsecureLogging, LlamaLog,
        Threads, ContextSize, QueueLength, MaxInputs, Slots, SlotTimeout, BatchSize, LayerTimings, ReadTimeout, WriteTimeout, IdleTimeout, ShutdownTimeout, CorsAllowedOrigins,
    ];

    private static Setting<TimeSpan> Timeout(string key, TimeSpan otherwise, string description) => new(ValueKinds.Duration, otherwise)
    {
        Section = Section,
        Key = key,
        Aliases = [$"KRONK_WEB_{key.ToUpperInvariant().Replace('-', '_')}"],
        Description = description,
    };
}
