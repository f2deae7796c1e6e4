namespace Vitrine.Inference.Tests.Models;

/// <summary>Files beside the test assembly, and files that live as long as a test.</summary>
internal static class TestFiles
{
    /// <summary>The model that ships with Vitrine.</summary>
    public static string ShippedModel => Data("vitrine-tiny.gguf");

    /// <summary>A file of the Data folder.</summary>
    public static string Data(string name) => Path.Combine(AppContext.BaseDirectory, "Data", name);

    /// <summary>Writes bytes to a temporary file, which the caller deletes by disposing the result.</summary>
    public static TemporaryFile Write(byte[] bytes)
    {
        var file = new TemporaryFile();
        File.WriteAllBytes(file.Path, bytes);
        return file;
    }
}
