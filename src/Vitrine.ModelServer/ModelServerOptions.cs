using Vitrine.Inference.Generation;
using Vitrine.ModelServer.Models;
using Vitrine.Profiling;
using Vitrine.Telemetry.Hosting;

namespace Vitrine.ModelServer;

/// <summary>What the user wants of a model server. <see cref="ModelServerValidator"/> checks it when the server starts.</summary>
public sealed record ModelServerOptions : RoleServerOptions
{
    /// <summary>Options of a model server on localhost:8080, with metrics and debug pages on localhost:8090.</summary>
    public ModelServerOptions()
        : base(apiPort: 8080, debugPort: 8090)
    {
    }

    /// <value>The GGUF file that is loaded at start, or null when there is only a folder.</value>
    public string? ModelPath { get; init; }

    /// <value>The id under which clients ask for that model. The default is the file's name without extension.</value>
    public string? Name { get; init; }

    /// <value>A folder whose models, those in folders below included, are offered and loaded when somebody asks for one; null for none.</value>
    public string? ModelFolder { get; init; }

    /// <value>Models that may be in memory at once, at least 1. The default is 2.</value>
    public int ModelsInPool { get; init; } = 2;

    /// <value>Time after which a model that nobody uses is unloaded; zero keeps it. The default is 20 minutes.</value>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromMinutes(20);

    /// <value>Share of the machine's memory that models may fill, in percent, above 0 and up to 100. The default is 95.</value>
    public double BudgetPercent { get; init; } = 95;

    /// <value>Memory that models may fill, in bytes, instead of a share; null takes the share.</value>
    public long? BudgetBytes { get; init; }

    /// <value>Tokens of prompt and answer together; null takes the model's own, at most 4096.</value>
    public int? ContextSize { get; init; }

    /// <value>Compute threads; null lets the engine choose.</value>
    public int? Threads { get; init; }

    /// <value>Answers and embeddings that run at the same time, 1 to 64; each reserves a whole context of key/value cache. The default is 4.</value>
    public int Slots { get; init; } = 4;

    /// <value>How long a request waits before it ends the answer that has run longest, and at least that long; null waits for ever. The default is null.</value>
    public TimeSpan? SlotTimeout { get; init; }

    /// <value>Prompt tokens computed together, 1 to 4096. The default is 256.</value>
    public int BatchSize { get; init; } = 256;

    /// <value>Whether every layer is measured, and told as a fact of the inference. The default is false.</value>
    public bool LayerTimings { get; init; }

    /// <value>Requests that may wait for a slot; one more is answered with 503. At least 1; the default is 64.</value>
    public int QueueLength { get; init; } = 64;

    /// <value>Most tokens of an answer whose request names no limit; null leaves it to the context. The default is null.</value>
    public int? MaxTokens { get; init; }

    /// <value>Texts that one request may bring to embed, or documents to rank; more is refused. 1 to 100000; the default is 256.</value>
    public int MaxInputs { get; init; } = 256;

    /// <value>Longest time of one answer, queueing included. The default is 30 minutes.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <value>After this time without a token a stream gets a comment, so that proxies do not close it. The default is 15 s.</value>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <value>Whether the engine's own notices appear in the log, under the logger <c>llama</c>. The default is true.</value>
    public bool EngineLog { get; init; } = true;

    /// <value>Whether prompts and answers appear in the log. Never in production. The default is false.</value>
    public bool InsecureLogging { get; init; }

    /// <value>Origins of pages that may call the API, or <c>*</c>. The default is <c>*</c>.</value>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = ["*"];

    /// <value>How its debug listener serves profiles, and whether any are taken by the clock. The default takes none, and labels samples with the role <c>model</c>.</value>
    public ProfilingOptions Profiling { get; init; } = new() { Role = "model" };

    /// <summary>The id of the model that is loaded at start; empty when there is none.</summary>
    internal string ModelName => Name ?? (ModelPath is null ? "" : Models.ModelName.Of(ModelPath));

    /// <summary>Memory of the machine, or of the container that the server runs in, in bytes.</summary>
    internal long MachineBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>Memory that models may fill, in bytes.</summary>
    internal long MemoryBudgetBytes => BudgetBytes ?? (long)(MachineBytes * BudgetPercent / 100);

    /// <summary>How an engine uses the machine.</summary>
    internal EngineOptions Engine => new()
    {
        ContextLength = ContextSize,
        Threads = Threads,
        Slots = Slots,
        SlotTimeout = SlotTimeout,
        BatchSize = BatchSize,
        QueueCapacity = QueueLength,
        LayerTimings = LayerTimings,
    };

    /// <summary>Says how much memory a model will take, in bytes; tests say it without a model.</summary>
    internal Func<ModelFile, long>? PlanModel { get; init; }

    /// <summary>Opens a model; tests put a scripted engine here.</summary>
    internal Func<ModelFile, IProgress<double>, ILanguageModel>? OpenModel { get; init; }
}
