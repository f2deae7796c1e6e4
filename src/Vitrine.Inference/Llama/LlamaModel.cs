using Vitrine.Inference.Chat;
using Vitrine.Inference.Gguf;
using Vitrine.Inference.Tokenizers;

namespace Vitrine.Inference.Llama;

/// <summary>An open llama model: the file, its shape, its weights, its tokenizer and its chat template. Immutable; weights die with it.</summary>
internal sealed class LlamaModel : IDisposable
{
    private LlamaModel(GgufFile file, LlamaConfig config, LlamaWeights weights, ITokenizer tokenizer, ChatTemplate chat)
    {
        File = file;
        Config = config;
        Weights = weights;
        Tokenizer = tokenizer;
        Chat = chat;
    }

    public GgufFile File { get; }

    public LlamaConfig Config { get; }

    public LlamaWeights Weights { get; }

    public ITokenizer Tokenizer { get; }

    public ChatTemplate Chat { get; }

    /// <summary>How texts are embedded.</summary>
    public PoolingType Pooling => Config.Pooling ?? PoolingType.Mean;

    /// <summary>Opens a model and checks that all of it can be run.</summary>
    /// <exception cref="GgufFormatException">The file is no valid GGUF, or its metadata are inconsistent.</exception>
    /// <exception cref="UnsupportedModelException">The file describes a model that this engine does not run.</exception>
    public static LlamaModel Open(string path, IProgress<double>? progress = null)
    {
        GgufFile file = GgufFile.Open(path, progress);
        try
        {
            LlamaConfig config = LlamaConfig.Read(file.Metadata);
            ITokenizer tokenizer = TokenizerReader.Read(file);
            LlamaWeights weights = LlamaWeights.Find(file, config, tokenizer.Vocabulary.Count);
            return new LlamaModel(file, config, weights, tokenizer, ChatTemplate.Recognise(file.Metadata, tokenizer.Vocabulary));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => File.Dispose();
}
