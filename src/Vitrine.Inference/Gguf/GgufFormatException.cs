namespace Vitrine.Inference.Gguf;

/// <summary>The bytes of a model file break the GGUF format. Names the file, the byte offset and what stood against what was expected.</summary>
public sealed class GgufFormatException : IOException
{
    /// <summary>Makes the error for a fact at <paramref name="offset"/> bytes from the start of <paramref name="path"/>.</summary>
    public GgufFormatException(string path, long offset, string expectation)
        : base($"{path}: byte {offset}: {expectation}")
    {
        Path = path;
        Offset = offset;
        Expectation = expectation;
    }

    /// <summary>The file as it was given to <see cref="GgufFile.Open(string, IProgress{double})"/>.</summary>
    public string Path { get; }

    /// <summary>Bytes from the start of the file to the value that is wrong.</summary>
    public long Offset { get; }

    /// <summary>What was expected there, and what was found.</summary>
    public string Expectation { get; }
}
