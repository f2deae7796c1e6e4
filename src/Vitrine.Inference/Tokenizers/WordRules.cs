namespace Vitrine.Inference.Tokenizers;

/// <summary>What distinguishes the families of byte-level BPE: how text is cut into words, and what happens to a whole word.</summary>
internal sealed record WordRules
{
    private static readonly WordRules Gpt2 = new() { MaxDigits = int.MaxValue };

    private static readonly WordRules Llama3 = new() { IsModern = true, MaxDigits = 3, TakesWholeWords = true, AddsBeginning = true };

    private static readonly WordRules Qwen2 = new() { IsModern = true, MaxDigits = 1 };

    /// <summary>Contractions in any case, any one character in front of letters, and line ends that close a word; otherwise GPT-2's rules.</summary>
    public bool IsModern { get; private init; }

    /// <summary>Most digits of a word.</summary>
    public required int MaxDigits { get; init; }

    /// <summary>A word that is a token is not merged, even where its merges lead elsewhere.</summary>
    public bool TakesWholeWords { get; private init; }

    /// <summary>Texts begin with the beginning-of-text token unless the file says otherwise.</summary>
    public bool AddsBeginning { get; private init; }

    /// <summary>The rules of a value of <c>tokenizer.ggml.pre</c>.</summary>
    /// <exception cref="UnsupportedModelException">The name is unknown.</exception>
    public static WordRules Named(string pre) => pre switch
    {
        "gpt-2" => Gpt2,
        "llama-bpe" or "llama3" or "llama-v3" => Llama3,
        "qwen2" => Qwen2,
        // Other rules would give other ids, on which a model answers nonsense: no default is better than the wrong one.
        _ => throw new UnsupportedModelException($"pre-tokenizer '{pre}' (tokenizer.ggml.pre); supported are 'gpt-2', 'llama-bpe' and 'qwen2'"),
    };
}
