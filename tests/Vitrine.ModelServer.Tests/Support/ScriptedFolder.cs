using System.Collections.Concurrent;
using Vitrine.ModelServer.Models;

namespace Vitrine.ModelServer.Tests.Support;

/// <summary>A folder of files that pass for models: each takes as much memory as its file is long, and opens as the test says.</summary>
internal sealed class ScriptedFolder : IDisposable
{
    private readonly ConcurrentDictionary<string, ManualResetEventSlim> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Exception> _failing = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, ScriptedModel Model)> _opened = new();
    private int _writes;

    /// <summary>Makes the folder with these models, each of 1,000 bytes.</summary>
    public ScriptedFolder(params string[] ids)
    {
        Path = Directory.CreateTempSubdirectory("vitrine-models-").FullName;
        foreach (var id in ids) Write(id);
    }

    public string Path { get; }

    /// <summary>Ids in the order in which they were opened.</summary>
    public IReadOnlyList<string> Opened => [.. _opened.Select(opened => opened.Id)];

    /// <summary>The models of an id, the oldest first.</summary>
    public IReadOnlyList<ScriptedModel> Of(string id) => [.. _opened.Where(opened => opened.Id == id).Select(opened => opened.Model)];

    /// <summary>Writes a model's file; every write has a time of its own.</summary>
    public void Write(string id, int bytes = 1000)
    {
        File.WriteAllBytes(FileOf(id), new byte[bytes]);
        File.SetLastWriteTimeUtc(FileOf(id), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(++_writes));
    }

    public void Delete(string id) => File.Delete(FileOf(id));

    /// <summary>Loads of a model wait from now on.</summary>
    public void Hold(string id) => _held[id] = new ManualResetEventSlim();

    /// <summary>Loads of a model go on.</summary>
    public void LetGo(string id) => _held[id].Set();

    /// <summary>Loads of a model fail from now on, or with null no longer.</summary>
    public void Fail(string id, Exception? error)
    {
        if (error is null) _failing.TryRemove(id, out _);
        else _failing[id] = error;
    }

    /// <summary>A server that offers the folder, on a clock of the test's.</summary>
    public Task<ModelServerFixture> ServeAsync(TimeProvider? clock = null, Func<ModelServerOptions, ModelServerOptions>? configure = null) => ModelServerFixture.StartAsync(options =>
        (configure ?? (same => same))(options with { ModelPath = null, ModelFolder = Path, PlanModel = file => file.SizeBytes, OpenModel = Open, Clock = clock ?? TimeProvider.System, IdleTime = TimeSpan.Zero }));

    public void Dispose()
    {
        foreach (var held in _held.Values) held.Set();
        Directory.Delete(Path, recursive: true);
    }

    private ScriptedModel Open(ModelFile file, IProgress<double> progress)
    {
        progress.Report(0.5);
        if (_held.TryGetValue(file.Id, out var held)) held.Wait();
        if (_failing.TryGetValue(file.Id, out var error)) throw error;
        var model = new ScriptedModel();
        model = new ScriptedModel { Info = model.Info with { Name = file.Id, FileSizeBytes = file.SizeBytes, KvBytes = 0 } };
        _opened.Enqueue((file.Id, model));
        return model;
    }

    private string FileOf(string id) => System.IO.Path.Combine(Path, id + ".gguf");
}
