using System.Collections.Frozen;
using Vitrine.Telemetry;

namespace Vitrine.ModelServer.Models;

/// <summary>
/// The models that are offered, loaded or not: the one of <c>--model</c> and every <c>*.gguf</c> below <c>--models</c>. The folder is looked
/// at again when somebody asks for a model that is not known, at most once a second. Safe from any thread.
/// </summary>
internal sealed partial class ModelCatalog(ModelServerOptions options, TimeProvider clock, ILogger<ModelCatalog> log)
{
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(1);
    private static readonly EnumerationOptions s_deep = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, IgnoreInaccessible = true };
    private readonly Lock _lock = new();
    private readonly HashSet<string> _ever = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);
    private FrozenDictionary<string, string[]> _parts = FrozenDictionary<string, string[]>.Empty;
    private long _lookedAt;

    /// <summary>Every id that was ever offered: what may become a label.</summary>
    public KnownValues Known { get; } = new();

    /// <summary>The ids on offer, in order.</summary>
    public IReadOnlyList<string> Ids => [.. Offered().Keys.Order(StringComparer.Ordinal)];

    /// <summary>The models on offer as they are on disk now, in order of their ids.</summary>
    public IReadOnlyList<ModelFile> List() => [.. Offered().Select(pair => ModelFile.Look(pair.Key, pair.Value)).OfType<ModelFile>().OrderBy(file => file.Id, StringComparer.Ordinal)];

    /// <summary>A model as it is on disk now; null when it is not offered, or no longer there.</summary>
    public ModelFile? Find(string id) => Volatile.Read(ref _parts).TryGetValue(id, out var parts) || Offered().TryGetValue(id, out parts) ? ModelFile.Look(id, parts) : null;

    /// <summary>The models on offer, from a look that is at most a second old.</summary>
    private FrozenDictionary<string, string[]> Offered()
    {
        lock (_lock)
        {
            if (_lookedAt != 0 && clock.GetElapsedTime(_lookedAt) < s_rest) return _parts;
            _lookedAt = clock.GetTimestamp();
            var found = LookAround();
            _ever.UnionWith(found.Keys);
            Known.Replace(_ever);
            Volatile.Write(ref _parts, found.ToFrozenDictionary(StringComparer.Ordinal));
            return _parts;
        }
    }

    private Dictionary<string, string[]> LookAround()
    {
        var found = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (options.ModelPath is { } single) found[options.ModelName] = [single];
        if (options.ModelFolder is not { } folder || !Directory.Exists(folder)) return found;
        // The parts of a split file stand in one folder and differ in their number alone.
        var models = Directory.EnumerateFiles(folder, "*.gguf", s_deep)
            .Where(path => !Path.GetFileName(path).StartsWith("mmproj", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .GroupBy(path => Path.Combine(Path.GetDirectoryName(path)!, ModelName.Of(path)), StringComparer.Ordinal);
        foreach (var model in models)
        {
            var id = Path.GetFileName(model.Key);
            if (!found.TryAdd(id, [.. model]) && model.First() != options.ModelPath && _hidden.Add(model.First())) LogHidden(model.First(), id, found[id][0]);
        }

        return found;
    }

    [LoggerMessage(EventIds.ModelHidden, LogLevel.Warning, "The model {File} is not offered: its id {Model} belongs to {Other}. Rename one of them.")]
    private partial void LogHidden(string file, string model, string other);
}
