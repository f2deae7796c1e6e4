using Vitrine.Inference.Gguf;

namespace Vitrine.Inference.Tokenizers;

/// <summary>Picks the tokenizer that a model file asks for.</summary>
internal static class TokenizerReader
{
    /// <summary>Builds the tokenizer named by <c>tokenizer.ggml.model</c>.</summary>
    /// <exception cref="UnsupportedModelException">The file names another kind of tokenizer.</exception>
    /// <exception cref="GgufFormatException">The vocabulary is missing or inconsistent.</exception>
    public static ITokenizer Read(GgufFile file) => file.Metadata.Get<string>("tokenizer.ggml.model") switch
    {
        "llama" => new SpmTokenizer(file),
        "gpt2" => new BpeTokenizer(file),
        var model => throw new UnsupportedModelException($"tokenizer '{model}'; supported are 'llama' (SentencePiece) and 'gpt2' (byte-level BPE)"),
    };
}
