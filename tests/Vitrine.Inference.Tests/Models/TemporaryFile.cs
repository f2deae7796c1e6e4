namespace Vitrine.Inference.Tests.Models;

/// <summary>A file name in the temporary folder; the file is deleted with it.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"vitrine-{Guid.NewGuid():n}.gguf");

    public void Dispose() => File.Delete(Path);
}
