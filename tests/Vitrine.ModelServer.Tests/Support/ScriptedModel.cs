using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Vitrine.Inference.Chat;
using Vitrine.Inference.Generation;
using Vitrine.Inference.Llama;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>A language model whose every token the test speaks: each accepted request waits in <see cref="NextAsync"/> for its script.</summary>
internal sealed class ScriptedModel(int queueCapacity = 4) : ILanguageModel
{
    public const int ContextLength = 128;
    private readonly Channel<ScriptedGeneration> _submitted = Channel.CreateUnbounded<ScriptedGeneration>();
    private int _waiting;
    private int _running;

    public ModelInfo Info { get; init; } = new()
    {
        Name = "scripted",
        Architecture = "llama",
        Kind = ModelKind.Text,
        Pooling = PoolingType.Mean,
        ParameterCount = 1000,
        FileSizeBytes = 4000,
        WeightsBytes = 4000,
        Quantisation = "F32",
        ContextLength = ContextLength,
        TrainedContextLength = ContextLength,
        Layers = 1,
        Heads = 1,
        KvHeads = 1,
        HeadSize = 8,
        EmbeddingLength = 8,
        VocabularySize = 256,
        KvBytesPerToken = 64,
        KvBytes = 64 * ContextLength,
        Threads = 1,
        BatchSize = 32,
        Slots = 1,
        Kernels = "none",
        ChatFamily = ChatFamily.Plain,
    };

    public EngineCounters Counters => new(Volatile.Read(ref _waiting), queueCapacity, Volatile.Read(ref _running), 1, 0, ContextLength);

    /// <summary>Thrown at the next request, as a defect would be.</summary>
    public Exception? Defect { get; set; }

    public bool IsDisposed { get; private set; }

    /// <summary>The vector of a text; null makes its embedding fail.</summary>
    public Func<string, float[]?> VectorOf { get; set; } = _ => [1, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Why a text is not embedded, or null.</summary>
    public Func<string, SubmitRefusal?> RefusalOf { get; set; } = _ => null;

    /// <summary>Whether embeddings wait until they are cancelled.</summary>
    public bool HoldsEmbeddings { get; set; }

    /// <summary>Texts that were accepted to embed, in order.</summary>
    public List<string> Embedded { get; } = [];

    public bool TrySubmit(GenerationRequest request, [NotNullWhen(true)] out IGeneration? generation, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation)
    {
        (generation, refusal) = (null, null);
        if (Defect is not null) throw Defect;
        // Taken before it is judged: two requests must not both find the last place free.
        if (Interlocked.Increment(ref _waiting) > queueCapacity)
        {
            Interlocked.Decrement(ref _waiting);
            refusal = new SubmitRefusal(RefusalReason.QueueFull, $"all {queueCapacity} places in the queue are taken", queueCapacity, queueCapacity);
            return false;
        }

        var scripted = new ScriptedGeneration(request, this, cancellation);
        generation = scripted;
        _submitted.Writer.TryWrite(scripted);
        return true;
    }

    public bool TrySubmit(EmbeddingRequest request, [NotNullWhen(true)] out IEmbedding? embedding, [NotNullWhen(false)] out SubmitRefusal? refusal, CancellationToken cancellation)
    {
        if (Defect is not null) throw Defect;
        var text = request.Text ?? string.Join(' ', request.Tokens!);
        refusal = RefusalOf(text);
        embedding = refusal is null ? new ScriptedEmbedding(CountTokens(text), VectorOf(text), HoldsEmbeddings, cancellation) : null;
        if (embedding is not null) Embedded.Add(text);
        return embedding is not null;
    }

    /// <summary>One token for each word.</summary>
    public int CountTokens(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>The next accepted request.</summary>
    public async Task<ScriptedGeneration> NextAsync() => await _submitted.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(ModelServerFixture.Deadline);

    public void Dispose() => IsDisposed = true;

    internal void Moved(int waiting, int running)
    {
        Interlocked.Add(ref _waiting, waiting);
        Interlocked.Add(ref _running, running);
    }
}
