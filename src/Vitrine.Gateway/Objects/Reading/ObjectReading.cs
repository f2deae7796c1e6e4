using System.Globalization;
using Vitrine.Telemetry.Documents;

namespace Vitrine.Gateway.Objects.Reading;

/// <summary>What reading a set of documents gathers: the objects, and everything there is to say of them.</summary>
internal sealed class ObjectReading
{
    private readonly Dictionary<(string Kind, ObjectName Id), DocumentError> _seen = [];
    private readonly List<DocumentError> _warnings = [];
    private readonly List<YamlSource> _sources = [];

    public List<ModelRoute> Routes { get; } = [];

    public List<ModelServer> Servers { get; } = [];

    public List<PodObject> Pods { get; } = [];

    /// <summary>Where each endpoint stands, to tell two of one name apart.</summary>
    public List<(ObjectName Id, Uri Address, YamlMap At)> Endpoints { get; } = [];

    /// <summary>The targets that routes name, to find those that are not there.</summary>
    public List<(ObjectName Server, YamlMap At)> Targets { get; } = [];

    /// <summary>What keeps the documents from being used, in their order.</summary>
    public IReadOnlyList<DocumentError> Errors => InOrder(_sources.SelectMany(source => source.Errors));

    /// <summary>What is strange and still works.</summary>
    public IReadOnlyList<DocumentError> Warnings => InOrder(_warnings);

    /// <summary>The objects; of use only without errors.</summary>
    public ObjectSet Objects => new(Routes, Servers, Pods);

    /// <summary>Takes a document whose errors count.</summary>
    public void Add(YamlSource source) => _sources.Add(source);

    /// <summary>Says what is strange about a key and still works.</summary>
    public void Warn(YamlMap map, string key, string message) => _warnings.Add(map.At(key, message));

    /// <summary>Says what is strange about an object that was declared.</summary>
    public void WarnOf(string kind, ObjectName id, string message)
    {
        if (_seen.TryGetValue((kind, id), out var at)) _warnings.Add(at with { Message = message });
    }

    /// <summary>Remembers an object; the second of one name is an error.</summary>
    public void Declare(string kind, ObjectName id, YamlMap metadata)
    {
        if (id.Name.Length == 0 || _seen.TryAdd((kind, id), metadata.At("name", ""))) return;
        var first = _seen[(kind, id)];
        metadata.Error("name", string.Create(CultureInfo.InvariantCulture, $"the {kind} '{id}' stands in {first.File}:{first.Line} already."));
    }

    private static IReadOnlyList<DocumentError> InOrder(IEnumerable<DocumentError> all) =>
        [.. all.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];
}
