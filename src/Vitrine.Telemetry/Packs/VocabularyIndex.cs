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
        // A name that is missing has been reported where it was read.
        if (name.Length == 0) return null;
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
    /// <remarks><c>kind/name</c> reads the newest child scope of that kind: a line on http says <c>inference/gen_ai.request.model</c> or <c>forward/duration</c>.</remarks>
    public Source? SourceOf(YamlMap at, string key, string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return SourceOf(at, key, name, null);
        return KindOf(at, key, name[..slash], KindShape.Scope) is { } kind ? SourceOf(at, key, name[(slash + 1)..], kind) : null;
    }

    private Source? SourceOf(YamlMap at, string key, string name, Kind? within)
    {
        if (Source.TryBuiltIn(name, within, out var builtIn)) return builtIn;
        if (_facts.TryGetValue(name, out var fact))
        {
            if (within is null || within.SlotOf(fact) >= 0) return new Source(SourceKind.Fact, fact) { Within = within };
            at.Error(key, $"'{within.Name}' never carries the fact '{name}'. {Nearest.Suggest(name, within.Facts.Select(own => own.Name))}");
            return null;
        }

        at.Error(key, $"there is no fact '{name}'. {Nearest.Suggest(name, _facts.Keys.Concat(Source.BuiltInNames))}");
        return null;
    }
}
