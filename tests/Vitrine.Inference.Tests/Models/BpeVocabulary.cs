using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Tests.Models;

/// <summary>The metadata of a byte-level BPE tokenizer: a token for each byte, one for each union of a merge, and control tokens.</summary>
public sealed record BpeVocabulary
{
    public string Pre { get; init; } = "llama-bpe";

    /// <summary>The merges that the goldens were made with; keep in sync with tools/goldens/bpe_model.py.</summary>
    public IReadOnlyList<string> Merges { get; init; } = File.ReadAllLines(TestFiles.Data("bpe-merges.txt"));

    public IReadOnlyList<string> Controls { get; init; } = ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"];

    public IReadOnlyList<string> Tokens =>
    [
        .. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Character((byte)value).ToString()),
        .. Merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal)).Distinct(),
        .. Controls,
    ];

    /// <summary>The file of a tokenizer without a model.</summary>
    public byte[] ToArray()
    {
        var writer = new GgufWriter();
        AddTo(writer);
        return writer.ToArray();
    }

    /// <summary>Adds the metadata to a file.</summary>
    public void AddTo(GgufWriter writer)
    {
        string[] tokens = [.. Tokens];
        writer
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", Pre)
            .Add("tokenizer.ggml.tokens", tokens)
            .Add("tokenizer.ggml.merges", Merges.ToArray())
            .Add("tokenizer.ggml.token_type", Enumerable.Range(0, tokens.Length).Select(id => id < tokens.Length - Controls.Count ? 1 : 3).ToArray())
            .Add("tokenizer.ggml.bos_token_id", (uint)(tokens.Length - Controls.Count))
            .Add("tokenizer.ggml.eos_token_id", (uint)(tokens.Length - Controls.Count + 1));
    }
}
