namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>An empty folder for one test, deleted with all it holds.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vitrine-logs-");

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>Names and contents of the files, for one assertion over all of them.</summary>
    public IReadOnlyDictionary<string, string> Contents =>
        _folder.GetFiles().ToDictionary(f => f.Name, f => File.ReadAllText(f.FullName), StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);
}
