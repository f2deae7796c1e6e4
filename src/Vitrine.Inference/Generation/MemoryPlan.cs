using Vitrine.Inference.Gguf;
using Vitrine.Inference.Llama;

namespace Vitrine.Inference.Generation;

/// <summary>What a model will cost, before it is loaded.</summary>
public static class MemoryPlan
{
    /// <summary>Bytes of the key/value caches of all slots that <see cref="TextEngine.Load"/> would reserve with these options. Reads the file's header only, once it is open.</summary>
    /// <exception cref="GgufFormatException">The file is no valid GGUF.</exception>
    /// <exception cref="UnsupportedModelException">The file describes a model that this engine does not run.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static long KvBytesOf(string path, EngineOptions options)
    {
        using GgufFile file = GgufFile.Open(path);
        return KvBytesOf(LlamaConfig.Read(file.Metadata), options);
    }

    /// <summary>Bytes of the key/value caches of all slots for a model of this shape.</summary>
    internal static long KvBytesOf(LlamaConfig config, EngineOptions options) =>
        KvSequence.BytesPerPosition(config) * TextEngine.ContextOf(config, options) * options.Slots;
}
