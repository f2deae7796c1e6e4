using Vitrine.Terminal;

namespace Vitrine.Tests;

/// <summary>A process for one test: streams that can be read, an environment and a folder of its own.</summary>
internal sealed class TestSurroundings : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-tests-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public string Folder => _folder.FullName;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public string Output => _output.ToString();

    public string Error => _error.ToString();

    public string this[string name] => Path.Combine(Folder, name);

    public Surroundings Value => new() { Output = _output, Error = _error, Variables = Variables, WorkingFolder = Folder };

    /// <summary>Writes a file below the folder.</summary>
    public string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>Runs a command line.</summary>
    public Task<int> RunAsync(params string[] arguments) => Vitrine.Commands.VitrineCommandLine.RunAsync(arguments, Value);

    public void Dispose() => _folder.Delete(recursive: true);
}
