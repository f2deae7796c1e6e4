using YamlDotNet.Core;

namespace Vitrine.Telemetry.Documents;

/// <summary>A table of a TOML document.</summary>
/// <param name="at">Where it is first named.</param>
internal sealed class TomlTable(Mark at)
{
    /// <summary>Where it is first named.</summary>
    public Mark At => at;

    /// <summary>Its keys in the order written, with tables, lists of <see cref="TomlScalar"/>, and scalars as their values.</summary>
    public List<(string Key, (object Value, Mark At) Entry)> Entries { get; } = [];

    /// <summary>Whether a header named it: a second one may not.</summary>
    public bool IsNamed { get; set; }

    /// <summary>Adds a value.</summary>
    /// <exception cref="YamlException">The key is there already.</exception>
    public void Add(string key, object value, Mark place)
    {
        if (Find(key) is not null) throw new YamlException(place, place, $"{key}: appears twice.");
        Entries.Add((key, (value, place)));
    }

    /// <summary>The table below a key, made when it is not there.</summary>
    /// <exception cref="YamlException">The key has a value.</exception>
    public TomlTable Below(string key, Mark place)
    {
        if (Find(key) is { } there) return there as TomlTable ?? throw new YamlException(place, place, $"{key}: has a value, and cannot be a table too.");
        var table = new TomlTable(place);
        Entries.Add((key, (table, place)));
        return table;
    }

    private object? Find(string key) => Entries.Find(entry => entry.Key == key).Entry.Value;
}
