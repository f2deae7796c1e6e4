using System.Runtime.InteropServices;
using System.Text;

namespace Vitrine.Benchmarks.Inference;

/// <summary>
/// llama.cpp's library as the peer to measure against: npm package @node-llama-cpp/linux-x64 3.22.1, x86-64 System V. Parameter structs are passed as
/// opaque blocks that the library fills with its defaults; single words are patched, after checking that the defaults are where that version has them.
/// </summary>
internal sealed unsafe class LibLlama : IDisposable
{
    private const int ContextLength = 0;
    private const int Threads = 7;
    private const int BatchThreads = 8;
    private readonly nint _library;
    private readonly nint _model;
    private readonly nint _context;
    private readonly delegate* unmanaged<nint, Batch, int> _decode;
    private readonly delegate* unmanaged<int*, int, Batch> _batch;
    private readonly delegate* unmanaged<nint, int, float*> _logits;

    public LibLlama(string folder, string modelPath, int context, int threads)
    {
        nint ggml = NativeLibrary.Load(Directory.GetFiles(folder, "libggml.*so*").Single());
        _library = NativeLibrary.Load(Directory.GetFiles(folder, "libllama.*so*").Single());
        fixed (byte* path = Encoding.UTF8.GetBytes(folder + "\0"))
            ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(ggml, "ggml_backend_load_all_from_path"))(path);
        ((delegate* unmanaged<delegate* unmanaged<int, byte*, nint, void>, nint, void>)Export("llama_log_set"))(&Ignore, 0);

        Block modelParameters = ((delegate* unmanaged<Block>)Export("llama_model_default_params"))();
        fixed (byte* path = Encoding.UTF8.GetBytes(modelPath + "\0"))
            _model = ((delegate* unmanaged<byte*, Block, nint>)Export("llama_model_load_from_file"))(path, modelParameters);
        if (_model == 0) throw new InvalidOperationException($"llama.cpp refused {modelPath}.");

        Block parameters = ((delegate* unmanaged<Block>)Export("llama_context_default_params"))();
        if (parameters.Words[ContextLength] != 512 || parameters.Words[Threads] != 4 || parameters.Words[BatchThreads] != 4)
            throw new InvalidOperationException("This libllama has another parameter layout than @node-llama-cpp/linux-x64 3.22.1.");
        parameters.Words[ContextLength] = (uint)context;
        parameters.Words[Threads] = parameters.Words[BatchThreads] = (uint)threads;
        _context = ((delegate* unmanaged<nint, Block, nint>)Export("llama_init_from_model"))(_model, parameters);

        _decode = (delegate* unmanaged<nint, Batch, int>)Export("llama_decode");
        _batch = (delegate* unmanaged<int*, int, Batch>)Export("llama_batch_get_one");
        _logits = (delegate* unmanaged<nint, int, float*>)Export("llama_get_logits_ith");
    }

    /// <summary>Empties the cache.</summary>
    public void Clear()
    {
        nint memory = ((delegate* unmanaged<nint, nint>)Export("llama_get_memory"))(_context);
        ((delegate* unmanaged<nint, byte, void>)Export("llama_memory_clear"))(memory, 1);
    }

    /// <summary>Feeds tokens and waits for the logits behind the last one.</summary>
    public void Compute(int[] tokens)
    {
        fixed (int* pointer = tokens)
        {
            if (_decode(_context, _batch(pointer, tokens.Length)) != 0) throw new InvalidOperationException("llama_decode failed.");
        }

        if (_logits(_context, -1) is null) throw new InvalidOperationException("llama_get_logits_ith gave nothing.");
    }

    public void Dispose()
    {
        ((delegate* unmanaged<nint, void>)Export("llama_free"))(_context);
        ((delegate* unmanaged<nint, void>)Export("llama_model_free"))(_model);
    }

    [UnmanagedCallersOnly]
    private static void Ignore(int level, byte* text, nint user)
    {
    }

    private nint Export(string name) => NativeLibrary.GetExport(_library, name);

    private struct Block
    {
        public fixed uint Words[128];
    }

    /// <summary>A count and six pointers, made and read by the library alone.</summary>
    private struct Batch
    {
        public fixed ulong Words[7];
    }
}
