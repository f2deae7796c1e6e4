using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Llama;

/// <summary>The shape of a llama-architecture transformer, read from the <c>llama.*</c> metadata and checked for consistency.</summary>
/// <param name="ContextLength">Positions that the model was trained for.</param>
/// <param name="EmbeddingLength">Floats of a hidden state.</param>
/// <param name="FeedForwardLength">Floats between the feed-forward's two halves.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key and value heads; a divisor of <paramref name="Heads"/> (grouped-query attention when smaller).</param>
/// <param name="HeadSize">Floats of a head.</param>
/// <param name="RopeLength">Leading floats of a head that are rotated; even.</param>
/// <param name="RopeBase">The base of the rotation frequencies, 10000 by default.</param>
/// <param name="RopeScale">What positions are multiplied with before they are rotated: 1, or less for a model stretched beyond its training (linear scaling).</param>
/// <param name="NormEpsilon">Added to the mean square in RMSNorm.</param>
/// <param name="Pooling">How the file wants texts embedded, or null when it does not say.</param>
public sealed record LlamaConfig(
    int ContextLength,
    int EmbeddingLength,
    int FeedForwardLength,
    int Layers,
    int Heads,
    int KvHeads,
    int HeadSize,
    int RopeLength,
    float RopeBase,
    float RopeScale,
    float NormEpsilon,
    PoolingType? Pooling)
{
    private const int MaxWidth = 1 << 20;

    /// <summary>Floats of all keys (or values) of one position in one layer.</summary>
    public int KvLength => KvHeads * HeadSize;

    /// <summary>Floats of all queries of one position.</summary>
    public int QueryLength => Heads * HeadSize;

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="GgufFormatException">A required key is absent or out of range.</exception>
    /// <exception cref="UnsupportedModelException">The architecture or a feature of it is not implemented.</exception>
    public static LlamaConfig Read(GgufMetadata metadata)
    {
        string architecture = metadata.Get<string>("general.architecture");
        if (metadata.GetCountOr("split.count", 0, 0, ushort.MaxValue) is > 1 and var parts)
            throw new UnsupportedModelException($"a model in {parts} files; supported is one, which 'llama-gguf-split --merge FIRST-PART WHOLE.gguf' makes of them");
        if (architecture != "llama") throw new UnsupportedModelException($"architecture '{architecture}'; supported is 'llama'");
        if (metadata.GetCountOr("llama.expert_count", 0, 0, 1 << 16) > 0) throw new UnsupportedModelException("mixture of experts; supported are dense models");
        if (!metadata.GetOr("llama.attention.causal", true)) throw new UnsupportedModelException("attention to later tokens; supported is causal attention");

        int embedding = metadata.GetCount("llama.embedding_length", 1, MaxWidth);
        int heads = metadata.GetCount("llama.attention.head_count", 1, 4096);
        int kvHeads = metadata.GetCountOr("llama.attention.head_count_kv", heads, 1, 4096);
        int headSize = metadata.GetCountOr("llama.attention.key_length", embedding / heads, 1, 4096);
        int valueSize = metadata.GetCountOr("llama.attention.value_length", headSize, 1, 4096);
        int rope = metadata.GetCountOr("llama.rope.dimension_count", headSize, 0, 4096);
        if (heads % kvHeads != 0) throw new UnsupportedModelException($"{heads} heads cannot be shared by {kvHeads} key/value heads");
        if (valueSize != headSize) throw new UnsupportedModelException($"keys of {headSize} and values of {valueSize}; supported are equal sizes");
        if (rope % 2 != 0 || rope > headSize) throw new UnsupportedModelException($"rotation of {rope} of {headSize} head dimensions; supported is an even part of the head");

        return new LlamaConfig(
            metadata.GetCount("llama.context_length", 1, 1 << 24),
            embedding,
            metadata.GetCount("llama.feed_forward_length", 1, MaxWidth),
            metadata.GetCount("llama.block_count", 1, 4096),
            heads,
            kvHeads,
            headSize,
            rope,
            (float)metadata.GetOr("llama.rope.freq_base", 10000d),
            ReadRopeScale(metadata),
            (float)metadata.Get<double>("llama.attention.layer_norm_rms_epsilon"),
            ReadPooling(metadata));
    }

    /// <summary>As llama.cpp does, a factor without a type is linear, and a factor of 0 is none; old files call it <c>scale_linear</c>.</summary>
    private static float ReadRopeScale(GgufMetadata metadata)
    {
        string type = metadata.GetOr("llama.rope.scaling.type", "linear");
        if (type == "none") return 1;
        if (type != "linear") throw new UnsupportedModelException($"rope scaling '{type}'; supported are 'none', 'linear' and the factors of 'rope_freqs.weight'");
        double factor = metadata.GetOr("llama.rope.scaling.factor", metadata.GetOr("llama.rope.scale_linear", 0d));
        if (!double.IsFinite(factor) || factor < 0) throw new UnsupportedModelException($"rope scaling by {factor}; supported are factors above 0");
        return factor == 0 ? 1 : (float)(1 / factor);
    }

    private static PoolingType? ReadPooling(GgufMetadata metadata) => metadata.GetOr("llama.pooling_type", 0L) switch
    {
        0 => null,
        1 => PoolingType.Mean,
        2 => PoolingType.Cls,
        3 => PoolingType.Last,
        4 => throw new UnsupportedModelException("pooling 'rank', a head that scores texts; supported are 'mean', 'cls' and 'last'"),
        var other => throw new UnsupportedModelException($"pooling {other}; supported are 1 'mean', 2 'cls' and 3 'last'"),
    };
}
