using Vitrine.Inference.Sampling;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Tests.Models;

/// <summary>A llama model with random weights, the same for the same seed: nonsense that computes like the real thing.</summary>
public sealed record RandomModel
{
    public TensorType Type { get; init; } = TensorType.F32;

    /// <summary>The type of the matrices where rounding hurts most, when it is another one: Q6_K for what llama.cpp calls Q4_K_M.</summary>
    public TensorType? FineType { get; init; }

    public int EmbeddingLength { get; init; } = 32;

    public int FeedForwardLength { get; init; } = 64;

    public int Layers { get; init; } = 2;

    public int Heads { get; init; } = 4;

    public int KvHeads { get; init; } = 2;

    public int ContextLength { get; init; } = 128;

    public ulong Seed { get; init; } = 1;

    /// <summary>Leaves the output matrix out, so that it is the embedding's.</summary>
    public bool Tied { get; init; }

    /// <summary>Tokens beyond the three specials and 256 bytes: normal pieces, longest merges first.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = ["▁", "a", "b", "c", "d", "e", "t", "h", "▁t", "th", "▁th", "▁the", "he", "ab", "cd", "ed"];

    /// <summary>Control tokens behind the pieces.</summary>
    public IReadOnlyList<string> Controls { get; init; } = ["<|user|>", "<|assistant|>", "<|system|>", "<|end|>"];

    /// <summary>Whether there are tokens that end an answer. Without, a generation ends at its limit only.</summary>
    public bool Ends { get; init; } = true;

    public bool AddSpacePrefix { get; init; } = true;

    public string ChatTemplate { get; init; } = "{{'<|user|>' + content + '<|end|>'}}";

    /// <summary>Divisors of the rotation frequencies, one for each pair, or null for none.</summary>
    public float[]? RopeFactors { get; init; }

    /// <summary>Takes the place of the SentencePiece vocabulary.</summary>
    public BpeVocabulary? Bpe { get; init; }

    /// <summary>Entries besides the usual ones.</summary>
    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>();

    public int Vocabulary => Bpe?.Tokens.Count ?? (259 + Pieces.Count + Controls.Count(control => Ends || control != "<|end|>"));

    /// <summary>The file.</summary>
    public byte[] ToArray() => ToWriter().ToArray();

    /// <summary>The file, yet to be written.</summary>
    public GgufWriter ToWriter()
    {
        var writer = new GgufWriter();
        AddMetadata(writer);
        foreach ((string key, object value) in Metadata) writer.Add(key, value);
        if (Bpe is null) AddVocabulary(writer);
        else Bpe.AddTo(writer);
        var random = new SplitMix64(Seed);
        int kv = EmbeddingLength / Heads * KvHeads;
        Matrix("token_embd", EmbeddingLength, Vocabulary);
        if (!Tied) Matrix("output", EmbeddingLength, Vocabulary);
        Norm("output_norm");
        if (RopeFactors is not null) writer.Add("rope_freqs.weight", TensorType.F32, RopeFactors, RopeFactors.Length);
        for (int i = 0; i < Layers; i++)
        {
            Norm($"blk.{i}.attn_norm");
            Matrix($"blk.{i}.attn_q", EmbeddingLength, EmbeddingLength);
            Matrix($"blk.{i}.attn_k", EmbeddingLength, kv);
            Matrix($"blk.{i}.attn_v", EmbeddingLength, kv);
            Matrix($"blk.{i}.attn_output", EmbeddingLength, EmbeddingLength);
            Norm($"blk.{i}.ffn_norm");
            Matrix($"blk.{i}.ffn_gate", EmbeddingLength, FeedForwardLength);
            Matrix($"blk.{i}.ffn_up", EmbeddingLength, FeedForwardLength);
            Matrix($"blk.{i}.ffn_down", FeedForwardLength, EmbeddingLength);
        }

        return writer;

        void Matrix(string name, int columns, int rows)
        {
            bool fine = name == "output" || name.EndsWith("attn_v", StringComparison.Ordinal) || name.EndsWith("ffn_down", StringComparison.Ordinal);
            writer.Add(name + ".weight", fine && FineType is { } own ? own : Type, Fill(columns * rows, 2f / MathF.Sqrt(columns), 0f), columns, rows);
        }

        void Norm(string name) => writer.Add(name + ".weight", TensorType.F32, Fill(EmbeddingLength, 0.2f, 1f), EmbeddingLength);

        float[] Fill(int count, float spread, float centre)
        {
            var values = new float[count];
            for (int i = 0; i < count; i++) values[i] = centre + (spread * (float)((2 * random.NextDouble()) - 1));
            return values;
        }
    }

    private void AddMetadata(GgufWriter writer) => writer
        .Add("general.architecture", "llama")
        .Add("general.name", $"random-{Type}")
        .Add("llama.context_length", (uint)ContextLength)
        .Add("llama.embedding_length", (uint)EmbeddingLength)
        .Add("llama.feed_forward_length", (uint)FeedForwardLength)
        .Add("llama.block_count", (uint)Layers)
        .Add("llama.attention.head_count", (uint)Heads)
        .Add("llama.attention.head_count_kv", (uint)KvHeads)
        .Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
        .Add("llama.rope.dimension_count", (uint)(EmbeddingLength / Heads))
        .Add("llama.rope.freq_base", 10000f);

    private void AddVocabulary(GgufWriter writer)
    {
        string[] controls = [.. Controls.Where(control => Ends || control != "<|end|>")];
        string[] tokens = ["<unk>", "<s>", "</s>", .. Enumerable.Range(0, 256).Select(b => $"<0x{b:X2}>"), .. Pieces, .. controls];
        int[] kinds = [2, 3, 3, .. Enumerable.Repeat(6, 256), .. Enumerable.Repeat(1, Pieces.Count), .. Enumerable.Repeat(3, controls.Length)];
        float[] scores = [.. Enumerable.Repeat(0f, 259), .. Pieces.Select((_, i) => -1f - i), .. Enumerable.Repeat(0f, controls.Length)];
        writer
            .Add("tokenizer.ggml.model", "llama")
            .Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.scores", scores)
            .Add("tokenizer.ggml.token_type", kinds)
            .Add("tokenizer.ggml.bos_token_id", 1u)
            .Add("tokenizer.ggml.add_bos_token", true)
            .Add("tokenizer.ggml.add_space_prefix", AddSpacePrefix)
            .Add("tokenizer.chat_template", ChatTemplate);
        if (Ends) writer.Add("tokenizer.ggml.eos_token_id", 2u);
    }
}
