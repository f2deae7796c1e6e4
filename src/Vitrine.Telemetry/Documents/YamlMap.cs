using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Vitrine.Telemetry.Documents;

/// <summary>A mapping being read. Every key that is asked for is known; <see cref="Done"/> reports the others with the nearest known name.</summary>
public sealed class YamlMap
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (YamlNode Key, YamlNode Value)> _entries = new(StringComparer.Ordinal);

    internal YamlMap(YamlSource source, YamlMappingNode node, string path)
    {
        (Source, Node, Path) = (source, node, path);
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (name == "<<") source.Error(key, path, "YAML merge keys ('<<') are not supported: write the keys out.");
            else if (!_entries.TryAdd(name, (key, value))) source.Error(key, PathOf(name), "This key appears twice.");
        }
    }

    /// <summary>The document.</summary>
    public YamlSource Source { get; }

    /// <summary>The node, for positions.</summary>
    public YamlNode Node { get; }

    /// <summary>The path from the root, for messages.</summary>
    public string Path { get; }

    /// <summary>The keys as written, in order.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>Whether the key is written; asking makes it known.</summary>
    public bool Has(string key)
    {
        _known.Add(key);
        return _entries.ContainsKey(key);
    }

    /// <summary>The raw value of a key, or null; asking makes it known.</summary>
    public YamlNode? Raw(string key)
    {
        _known.Add(key);
        return _entries.TryGetValue(key, out var entry) ? entry.Value : null;
    }

    /// <summary>A text, or null when the key is missing.</summary>
    public string? Text(string key)
    {
        if (Raw(key) is not { } node) return null;
        if (node is YamlScalarNode scalar) return scalar.Value ?? "";
        Error(key, "must be a text.");
        return null;
    }

    /// <summary>A text that must be there; empty after an error.</summary>
    public string RequiredText(string key)
    {
        if (Has(key)) return Text(key) ?? "";
        // A document that could not be read at all has been reported; what it lacks is no news.
        if (!Source.IsBroken) Source.Error(Node, PathOf(key), "is missing.");
        return "";
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, or null when the key is missing.</summary>
    public int? Integer(string key, int least = 0, int most = int.MaxValue)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Error(key, most == int.MaxValue ? $"must be a whole number of at least {least}, not '{text}'." : $"must be a whole number from {least} to {most}, not '{text}'.");
        return null;
    }

    /// <summary>A boolean, or null when the key is missing.</summary>
    public bool? Flag(string key)
    {
        if (Text(key) is not { } text) return null;
        if (bool.TryParse(text, out var flag)) return flag;
        Error(key, $"must be true or false, not '{text}'.");
        return null;
    }

    /// <summary>One of a closed set of texts, or <paramref name="otherwise"/> when the key is missing or wrong.</summary>
    public T Choice<T>(string key, T otherwise, params ReadOnlySpan<(string Name, T Value)> choices)
    {
        if (Text(key) is not { } text) return otherwise;
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (string.Equals(name, text, StringComparison.Ordinal)) return value;
            names.Add(name);
        }

        Error(key, $"must be one of {string.Join(", ", names)}, not '{text}'. {Nearest.Suggest(text, names)}");
        return otherwise;
    }

    /// <summary>A mapping, or null when the key is missing.</summary>
    public YamlMap? Map(string key)
    {
        if (Raw(key) is not { } node) return null;
        if (node is YamlMappingNode map) return new YamlMap(Source, map, PathOf(key));
        Error(key, "must be a mapping.");
        return null;
    }

    /// <summary>A mapping of names to texts, such as labels; empty when the key is missing.</summary>
    public IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Map(key) is not { } map) return texts;
        foreach (var name in map.Keys)
        {
            if (map.Text(name) is { } text) texts[name] = text;
        }

        return texts;
    }

    /// <summary>A list; empty when the key is missing. A single value counts as a list of one.</summary>
    public IReadOnlyList<YamlNode> List(string key) => Raw(key) switch
    {
        null => [],
        YamlSequenceNode sequence => [.. sequence.Children],
        var single => [single],
    };

    /// <summary>A list of texts; empty when the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var texts = new List<string>();
        foreach (var node in List(key))
        {
            if (node is YamlScalarNode scalar) texts.Add(scalar.Value ?? "");
            else Source.Error(node, PathOf(key), "must be a list of texts.");
        }

        return texts;
    }

    /// <summary>A list of mappings; empty when the key is missing.</summary>
    public IReadOnlyList<YamlMap> Maps(string key)
    {
        var maps = new List<YamlMap>();
        var nodes = List(key);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (nodes[i] is YamlMappingNode map) maps.Add(new YamlMap(Source, map, $"{PathOf(key)}[{i}]"));
            else Source.Error(nodes[i], $"{PathOf(key)}[{i}]", "must be a mapping.");
        }

        return maps;
    }

    /// <summary>A sub-mapping of a node that is already in hand.</summary>
    public YamlMap Sub(YamlMappingNode node, string name) => new(Source, node, PathOf(name));

    /// <summary>Adds an error at a key's value, or at this mapping when the key is not written.</summary>
    public void Error(string key, string message) => Source.Error(NodeOf(key), PathOf(key), message);

    /// <summary>What there is to say of a key's value, with its place; it is no error.</summary>
    public DocumentError At(string key, string message) => Source.At(NodeOf(key), PathOf(key), message);

    /// <summary>Reports keys that nobody asked for.</summary>
    public void Done()
    {
        foreach (var (name, entry) in _entries)
        {
            if (!_known.Contains(name)) Source.Error(entry.Key, PathOf(name), $"is not known here. {Nearest.Suggest(name, _known)}");
        }
    }

    /// <summary>The full path of a key of this mapping.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private YamlNode NodeOf(string key) => _entries.TryGetValue(key, out var entry) ? entry.Value : Node;
}
