using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>A pack as read from a folder or from the assembly: a dialect, as data.</summary>
public sealed class Pack
{
    internal const string FileName = "pack.yaml";

    private const string Embedded = "embedded";

    private readonly string _file;
    private readonly string _text;

    private Pack(PackDefinition definition, string origin, string file, string text)
    {
        Definition = definition;
        Origin = origin;
        (_file, _text) = (file, text);
    }

    /// <summary>The pack's name, which is its folder's.</summary>
    public string Name => Definition.Name;

    /// <summary>One line that says what it is.</summary>
    public string Title => Definition.Title;

    /// <summary>Where it was read from: <c>embedded</c> or a folder.</summary>
    public string Origin { get; }

    /// <summary>Where its log goes unless a setting says otherwise: <c>stdout</c> or <c>stderr</c>.</summary>
    public string LogOutput => Definition.Log.Output;

    /// <summary>Where its files are, as errors name it: a folder, or the one it was embedded from.</summary>
    public string Folder => Origin == Embedded ? $"packs/{Name}" : Origin;

    /// <summary>The relative paths of what lies in its folder (dashboards, alert rules, scrape snippets), with forward slashes, sorted; none of a pack that was parsed from a text.</summary>
    public IReadOnlyList<string> Files => [.. FilesOf().Order(StringComparer.Ordinal)];

    internal PackDefinition Definition { get; }

    /// <summary>The text of one of its <see cref="Files"/>.</summary>
    /// <exception cref="FileNotFoundException">It has no such file.</exception>
    public string ReadText(string file) =>
        Origin != Embedded ? File.ReadAllText(Path.Combine(Origin, file)) : EmbeddedPacks.ReadText(Name, file) ?? throw new FileNotFoundException($"The pack {Name} has no file '{file}'.");

    /// <summary>The document anew, to collect the errors of one compilation.</summary>
    internal YamlSource Reparse() => YamlSource.Parse(_file, _text);

    /// <summary>
    /// Reads a pack from text. What is wrong in it is reported when it is compiled against a service's kinds, together with names that do
    /// not exist: all errors at once.
    /// </summary>
    /// <exception cref="DocumentException">The text is not YAML, or names no pack.</exception>
    public static Pack Parse(string file, string text, string origin = "memory")
    {
        var source = YamlSource.Parse(file, text);
        var definition = PackReader.Read(source);
        if (source.IsBroken || definition.Name.Length == 0) source.ThrowIfWrong();
        return new Pack(definition, origin, file, text);
    }

    /// <summary>Reads a pack that comes with the assembly; null when there is none of that name.</summary>
    internal static Pack? FromAssembly(string name) => EmbeddedPacks.ReadText(name, FileName) is { } text ? Parse($"packs/{name}/{FileName}", text, Embedded) : null;

    /// <summary>Reads the pack of a folder.</summary>
    /// <exception cref="DocumentException">The folder holds no valid pack.</exception>
    public static Pack FromFolder(string folder)
    {
        var file = Path.Combine(folder, FileName);
        if (!File.Exists(file)) throw new DocumentException([new DocumentError(file, 1, 1, "", "There is no such file. A pack is a folder with a pack.yaml.")]);
        return Parse(file, File.ReadAllText(file), folder);
    }

    private IEnumerable<string> FilesOf()
    {
        if (Origin == Embedded) return EmbeddedPacks.FilesOf(Name);
        return Directory.Exists(Origin) ? Directory.EnumerateFiles(Origin, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Origin, file).Replace('\\', '/')) : [];
    }
}
