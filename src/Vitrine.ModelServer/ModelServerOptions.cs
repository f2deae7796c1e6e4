using Vitrine.ModelServer.Models;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Hosting.Listeners;

namespace Vitrine.ModelServer;

/// <summary>What the user wants of a model server. <see cref="ModelServerValidator"/> checks it when the server starts.</summary>
public sealed record ModelServerOptions
{
    /// <value>The GGUF file.</value>
    public required string ModelPath { get; init; }

    /// <value>The id under which clients ask for the model. The default is the file's name without extension.</value>
    public string? Name { get; init; }

    /// <value>The addresses of the API. The default is localhost:8080. Their body limit is the longest request that is read.</value>
    public IReadOnlyList<ListenerConfig> Api { get; init; } = [new ListenerConfig { Port = 8080, Remedy = "Stop it, or choose another address with --api-host." }];

    /// <value>The address of metrics and debug pages, or null for none. The default is localhost:8090.</value>
    public ListenerConfig? Debug { get; init; } = new() { Port = 8090, Remedy = "Stop it, or choose another address with --debug-host." };

    /// <value>Tokens of prompt and answer together; null takes the model's own, at most 4096.</value>
    public int? ContextSize { get; init; }

    /// <value>Compute threads; null lets the engine choose.</value>
    public int? Threads { get; init; }

    /// <value>Prompt tokens computed together, 1 to 4096. The default is 256.</value>
    public int BatchSize { get; init; } = 256;

    /// <value>Requests that may wait for a slot; one more is answered with 503. At least 1; the default is 64.</value>
    public int QueueLength { get; init; } = 64;

    /// <value>Most tokens of an answer whose request names no limit; null leaves it to the context. The default is null.</value>
    public int? MaxTokens { get; init; }

    /// <value>Longest time of one answer, queueing included. The default is 30 minutes.</value>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <value>After this time without a token a stream gets a comment, so that proxies do not close it. The default is 15 s.</value>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <value>Time that running answers get to finish when the server stops; then they are ended. The default is 3 s.</value>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <value>Whether the engine's own notices appear in the log, under the logger <c>llama</c>. The default is true.</value>
    public bool EngineLog { get; init; } = true;

    /// <value>Whether prompts and answers appear in the log. Never in production. The default is false.</value>
    public bool InsecureLogging { get; init; }

    /// <value>Origins of pages that may call the API, or <c>*</c>. The default is <c>*</c>.</value>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = ["*"];

    /// <value>Whether somebody else stops this server: then it ignores Ctrl-C and SIGTERM. The default is false.</value>
    public bool IsSupervised { get; init; }

    /// <value>Has the last word on telemetry: packs, log, keys, settings shown on the debug page. Runs after the server's own choices.</value>
    public Action<VitrineOptions>? ConfigureTelemetry { get; init; }

    /// <value>Adds services: profiles, exporters.</value>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>The id in use.</summary>
    internal string ModelName => Name ?? Models.ModelName.Of(ModelPath);

    /// <summary>Opens the model; tests put a scripted engine here.</summary>
    internal Func<ModelServerOptions, IProgress<double>, ILanguageModel> OpenModel { get; init; } = ModelLoader.OpenEngine;

    /// <summary>The clock; tests move theirs.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;
}
