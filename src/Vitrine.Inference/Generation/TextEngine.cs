using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Kernels;
using Vitrine.Inference.Llama;
using Vitrine.Inference.Sampling;
using Vitrine.Inference.Threading;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Generation;

/// <summary>
/// A loaded model that generates and embeds text: the library's front door. Pure computation: no logging, no telemetry; timings come back by value in
/// <see cref="GenerationResult"/> and <see cref="EmbeddingResult"/>. All members are safe from any thread; computation happens on the engine's own threads.
/// </summary>
public sealed class TextEngine : IDisposable
{
    private const int DefaultContextLimit = 4096;
    private const long SmallModelParameters = 50_000_000;
    private readonly LlamaModel _model;
    private readonly EngineLoop _loop;
    private readonly PromptReader _prompts;
    private bool _disposed;

    private TextEngine(LlamaModel model, EngineLoop loop, ModelInfo info)
    {
        _model = model;
        _loop = loop;
        _prompts = new PromptReader(model, info.ContextLength);
        Info = info;
    }

    /// <summary>What the model is and what it costs.</summary>
    public ModelInfo Info { get; }

    /// <summary>The model's tokenizer.</summary>
    public ITokenizer Tokenizer => _model.Tokenizer;

    /// <summary>The model's chat layout.</summary>
    public ChatTemplate Chat => _model.Chat;

    /// <summary>What the engine is doing now; cheap enough for every scrape.</summary>
    public EngineCounters Counters => new(_loop.Queue.Count, _loop.Queue.Capacity, _loop.Running, Info.Slots, _loop.KvPositionsUsed, Info.Slots * Info.ContextLength)
    {
        PromptTokens = _loop.PromptTokens,
        AnswerTokens = _loop.AnswerTokens,
    };

    /// <summary>Opens a model, reserves its memory, warms it up and starts its threads. Blocks for as long as the file takes to read.</summary>
    /// <param name="path">A GGUF file.</param>
    /// <param name="options">How to use the machine.</param>
    /// <param name="progress">Told the share of the file that has been read, 0 to 1, on the calling thread.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="GgufFormatException">The file is no valid GGUF.</exception>
    /// <exception cref="UnsupportedModelException">The file describes a model that this engine does not run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TextEngine Load(string path, EngineOptions options, IProgress<double>? progress = null) =>
        LoadOn(CoreBudget.Shared, path, options, progress);

    /// <summary>As <see cref="Load"/>, on cores of the caller's.</summary>
    internal static TextEngine LoadOn(CoreBudget cores, string path, EngineOptions options, IProgress<double>? progress = null)
    {
        IReadOnlyList<InvalidValue> errors = options.Validate();
        if (errors.Count > 0)
            throw new ArgumentException(string.Join("; ", errors.Select(e => $"{e.Name} is {e.Value}, accepted is {e.Accepted}")), nameof(options));

        LlamaModel model = LlamaModel.Open(path, progress);
        try
        {
            ModelInfo info = Describe(model, options);
            var loop = new EngineLoop(model, ComputeKernels.Best, info, options, cores);
            loop.Start();
            progress?.Report(1);
            return new TextEngine(model, loop, info);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Tokens of a text without the beginning-of-text token.</summary>
    public int CountTokens(string text) => Tokenizer.Encode(text, addBeginning: false, parseSpecial: false).Length;

    /// <summary>Tokens of a conversation as a prompt, the opened assistant's turn included.</summary>
    public int CountTokens(IReadOnlyList<ChatMessage> messages) => Tokenizer.Encode(Chat.Render(messages), addBeginning: true).Length;

    /// <summary>Tokenises and checks a request and puts it in the queue.</summary>
    /// <param name="request">What to generate from.</param>
    /// <param name="generation">The accepted generation.</param>
    /// <param name="refusal">Why it was not accepted; nothing has been computed then.</param>
    /// <param name="cancellation">Takes the generation out of the queue, or frees its slot at the next batch.</param>
    public bool TrySubmit(
        GenerationRequest request,
        [NotNullWhen(true)] out TextGeneration? generation,
        [NotNullWhen(false)] out SubmitRefusal? refusal,
        CancellationToken cancellation = default)
    {
        generation = null;
        refusal = _prompts.Read(request, out int[] prompt);
        if (refusal is not null) return false;
        var candidate = new TextGeneration(prompt, request.Sampling, request.Messages is not null, Stopwatch.GetTimestamp(), cancellation);
        refusal = Enqueue(candidate);
        generation = refusal is null ? candidate : null;
        return generation is not null;
    }

    /// <summary>Tokenises and checks a text to embed and puts it in the same queue.</summary>
    /// <param name="request">What to embed.</param>
    /// <param name="embedding">The accepted embedding.</param>
    /// <param name="refusal">Why it was not accepted; nothing has been computed then.</param>
    /// <param name="cancellation">Takes the embedding out of the queue, or frees its slot at the next batch.</param>
    public bool TrySubmit(
        EmbeddingRequest request,
        [NotNullWhen(true)] out TextEmbedding? embedding,
        [NotNullWhen(false)] out SubmitRefusal? refusal,
        CancellationToken cancellation = default)
    {
        embedding = null;
        refusal = _prompts.Read(request, out int[] prompt);
        if (refusal is not null) return false;
        var candidate = new TextEmbedding(prompt, Stopwatch.GetTimestamp(), cancellation);
        refusal = Enqueue(candidate);
        embedding = refusal is null ? candidate : null;
        return embedding is not null;
    }

    /// <summary>Cancels every generation and embedding, waits for the engine's threads and frees the model.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        _loop.Dispose();
        _model.Dispose();
    }

    /// <summary>Positions that an engine with these options offers.</summary>
    internal static int ContextOf(LlamaConfig config, EngineOptions options) => Math.Min(config.ContextLength, options.ContextLength ?? DefaultContextLimit);

    private SubmitRefusal? Enqueue(EngineJob job) => _loop.Queue.TryAdd(job) switch
    {
        null => null,
        RefusalReason.QueueFull => new SubmitRefusal(RefusalReason.QueueFull, $"all {_loop.Queue.Capacity} places in the queue are taken", _loop.Queue.Capacity, _loop.Queue.Capacity),
        var reason => new SubmitRefusal(reason.Value, "the engine is stopping"),
    };

    private static ModelInfo Describe(LlamaModel model, EngineOptions options)
    {
        LlamaConfig config = model.Config;
        long parameters = model.File.Tensors.Sum(tensor => tensor.Elements);
        return new ModelInfo
        {
            Name = model.File.Metadata.GetOr("general.name", Path.GetFileNameWithoutExtension(model.File.Path)),
            Architecture = "llama",
            Kind = config.Pooling is null ? ModelKind.Text : ModelKind.Embedding,
            Pooling = model.Pooling,
            ParameterCount = parameters,
            FileSizeBytes = model.File.SizeBytes,
            WeightsBytes = model.File.Tensors.Sum(tensor => tensor.SizeBytes),
            Quantisation = QuantisationLabel.Of(model.File),
            ContextLength = ContextOf(config, options),
            TrainedContextLength = config.ContextLength,
            Layers = config.Layers,
            Heads = config.Heads,
            KvHeads = config.KvHeads,
            HeadSize = config.HeadSize,
            EmbeddingLength = config.EmbeddingLength,
            VocabularySize = model.Tokenizer.Vocabulary.Count,
            KvBytesPerToken = KvSequence.BytesPerPosition(config),
            KvBytes = MemoryPlan.KvBytesOf(config, options),
            Threads = Math.Min(Environment.ProcessorCount, options.Threads ?? (parameters < SmallModelParameters ? 1 : Math.Max(1, Environment.ProcessorCount - 1))),
            BatchSize = options.BatchSize,
            Slots = options.Slots,
            Kernels = ComputeKernels.Best.Name,
            ChatFamily = model.Chat.Family,
        };
    }
}
