using Vitrine.Inference.Chat;
using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>What a loaded model is and what it costs. Constant while the engine lives.</summary>
public sealed record ModelInfo
{
    /// <summary><c>general.name</c>, or the file's name without its extension.</summary>
    public required string Name { get; init; }

    /// <summary><c>general.architecture</c>.</summary>
    public required string Architecture { get; init; }

    /// <summary>What the model was made for.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>How texts are embedded.</summary>
    public required PoolingType Pooling { get; init; }

    /// <summary>Numbers in all tensors.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes of the model file.</summary>
    public required long FileSizeBytes { get; init; }

    /// <summary>Bytes of all tensors.</summary>
    public required long WeightsBytes { get; init; }

    /// <summary>The recipe that the file names, such as <c>Q4_K_M</c>, or the storage type that holds most of the bytes, such as <c>F16</c>.</summary>
    public required string Quantisation { get; init; }

    /// <summary>Positions that this engine offers to each job, prompt and answer together.</summary>
    public required int ContextLength { get; init; }

    /// <summary>Positions that the model was trained for.</summary>
    public required int TrainedContextLength { get; init; }

    /// <summary>Transformer blocks.</summary>
    public required int Layers { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Floats of a head.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Floats of a hidden state, and of an embedding.</summary>
    public required int EmbeddingLength { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Bytes of key/value cache that one position takes.</summary>
    public required long KvBytesPerToken { get; init; }

    /// <summary>Bytes of the key/value caches of all slots: slots × context × <see cref="KvBytesPerToken"/>, reserved at load.</summary>
    public required long KvBytes { get; init; }

    /// <summary>Compute threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Prompt tokens computed together.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Jobs that run at the same time, each with a cache of its own.</summary>
    public required int Slots { get; init; }

    /// <summary>The register width of the kernels.</summary>
    public required string Kernels { get; init; }

    /// <summary>The recognised chat layout.</summary>
    public required ChatFamily ChatFamily { get; init; }
}
