using Vitrine.Telemetry.Documents;
using Vitrine.Telemetry.Metrics;

namespace Vitrine.Telemetry.Packs;

/// <summary>The names that packs may use: kinds and their facts.</summary>
internal sealed class VocabularyIndex
{
    private readonly Dictionary<string, Kind> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Fact> _facts = new(StringComparer.Ordinal);

    public VocabularyIndex(IEnumerable<Kind> kinds)
    {
        foreach (var kind in kinds)
        {
            if (_kinds.TryGetValue(kind.Name, out var other) && other != kind)
                throw new ArgumentException($"Two kinds are called '{kind.Name}'. Names are unique within a service.");
            _kinds[kind.Name] = kind;
            foreach (var fact in kind.Facts)
            {
                if (_facts.TryGetValue(fact.Name, out var known) && known != fact)
                    throw new ArgumentException($"Two facts are called '{fact.Name}' (one in kind '{kind.Name}'). Share one Fact between kinds.");
                _facts[fact.Name] = fact;
            }
        }
    }

    public IReadOnlyCollection<Kind> Kinds => _kinds.Values;

    /// <summary>The kind of a name, or null after an error that names the nearest.</summary>
    public Kind? KindOf(YamlMap at, string key, string name, params ReadOnlySpan<KindShape> shapes)
    {
        if (!_kinds.TryGetValue(name, out var kind))
        {
            at.Error(key, $"there is no kind '{name}'. {Nearest.Suggest(name, _kinds.Keys)}");
            return null;
        }

        if (shapes.Contains(kind.Shape)) return kind;
        at.Error(key, $"'{name}' is a {kind.Shape.ToString().ToLowerInvariant()}, which '{key}' does not take.");
        return null;
    }

    /// <summary>The source of a name (a fact, or a built-in such as <c>duration</c>), or null after an error that names the nearest.</summary>
    public Source? SourceOf(YamlMap at, string key, string name)
    {
        if (Source.TryBuiltIn(name, out var builtIn)) return builtIn;
        if (_facts.TryGetValue(name, out var fact)) return new Source(SourceKind.Fact, fact);
        at.Error(key, $"there is no fact '{name}'. {Nearest.Suggest(name, _facts.Keys.Concat(Source.BuiltInNames))}");
        return null;
    }
}
