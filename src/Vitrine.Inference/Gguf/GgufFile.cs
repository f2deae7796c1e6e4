using System.Numerics;
using Vitrine.Inference.Tensors;

namespace Vitrine.Inference.Gguf;

/// <summary>
/// An open GGUF model file (versions 2 and 3, little-endian): metadata, the tensor table, and the tensors' bytes.
/// </summary>
/// <remarks>
/// Everything is validated before <see cref="Open(string, IProgress{double})"/> returns, so later code indexes tensors without checks. The format is specified in
/// ggml's docs/gguf.md: magic, version, tensor count, metadata count, metadata, tensor table, padding, tensor data.
/// Immutable and safe for any number of threads until <see cref="Dispose"/>; tensor views die with the file.
/// </remarks>
public sealed unsafe class GgufFile : IDisposable
{
    private const uint Magic = 0x46554747; // "GGUF", little-endian.
    private const int DefaultAlignment = 32;
    private readonly FileBytes _bytes;
    private readonly Dictionary<string, GgufTensor> _tensors;

    private GgufFile(string path, FileBytes bytes, uint version, GgufMetadata metadata, Dictionary<string, GgufTensor> tensors)
    {
        Path = path;
        _bytes = bytes;
        Version = version;
        Metadata = metadata;
        _tensors = tensors;
    }

    /// <summary>The path given to <see cref="Open(string, IProgress{double})"/>.</summary>
    public string Path { get; }

    /// <summary>The format version, 2 or 3.</summary>
    public uint Version { get; }

    /// <summary>The key/value part.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>Every tensor, in no order.</summary>
    public IReadOnlyCollection<GgufTensor> Tensors => _tensors.Values;

    /// <summary>Bytes of the whole file.</summary>
    public long SizeBytes => _bytes.Length;

    /// <summary>True when the file is mapped rather than copied; then it must not be truncated while open.</summary>
    public bool IsMapped => _bytes.IsMapped;

    /// <summary>Opens and validates a file. Files up to 256 MiB are read into memory, larger ones are mapped.</summary>
    /// <exception cref="GgufFormatException">The bytes are no GGUF of version 2 or 3, or a table entry does not fit the file.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told the share of the file that has been read, 0 to 1, on the calling thread; a mapped file is read later, page by page.</param>
    public static GgufFile Open(string path, IProgress<double>? progress = null) => Open(path, FileBytes.CopyLimitBytes, progress);

    internal static GgufFile Open(string path, long copyLimitBytes, IProgress<double>? progress = null)
    {
        FileBytes bytes = FileBytes.Open(path, copyLimitBytes, progress);
        try
        {
            return Read(path, bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    /// <summary>Looks a tensor's bytes up by name; false when the file has no such tensor.</summary>
    public bool TryGetTensor(string name, out TensorView view)
    {
        if (!_tensors.TryGetValue(name, out GgufTensor? tensor))
        {
            view = default;
            return false;
        }

        view = new TensorView(_bytes.Pointer + tensor.FileOffset, tensor.Type, (int)tensor.Columns, (int)tensor.Rows);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private static GgufFile Read(string path, FileBytes bytes)
    {
        var cursor = new GgufCursor(bytes, path);
        uint magic = cursor.ReadUInt32();
        if (magic != Magic) throw cursor.Wrong(0, $"the magic 'GGUF', found 0x{magic:x8}");
        uint version = cursor.ReadUInt32();
        if (version is not (2 or 3)) throw cursor.Wrong(4, $"GGUF version 2 or 3 (little-endian), found {version}");

        int tensorCount = GgufTensorTableReader.ReadCount(ref cursor);
        int metadataCount = GgufMetadataReader.ReadCount(ref cursor);
        var metadata = new GgufMetadata(path, GgufMetadataReader.Read(ref cursor, metadataCount));

        long alignment = metadata.GetOr<long>("general.alignment", DefaultAlignment);
        if (alignment is < 1 or > 1 << 20 || !BitOperations.IsPow2(alignment))
            throw cursor.Wrong(cursor.Offset, $"general.alignment to be a power of two up to 2^20, found {alignment}");
        Dictionary<string, GgufTensor> tensors = GgufTensorTableReader.Read(ref cursor, tensorCount, (int)alignment, bytes.Length);
        return new GgufFile(path, bytes, version, metadata, tensors);
    }
}
