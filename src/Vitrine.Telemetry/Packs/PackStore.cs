using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>The packs at hand: those embedded in the assembly, and those of a folder, which add to them or stand in their place.</summary>
public sealed class PackStore
{
    private const string Prefix = "packs/";
    private readonly string? _folder;

    /// <summary>Looks in the assembly, and first in <paramref name="folder"/> when one is given.</summary>
    /// <param name="folder">A folder of pack folders (<c>--packs DIR</c>), or null.</param>
    public PackStore(string? folder = null)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new DirectoryNotFoundException($"The pack folder '{folder}' does not exist.");
        _folder = folder;
    }

    /// <summary>The names of all packs, sorted.</summary>
    public IReadOnlyList<string> Names => [.. EmbeddedNames().Concat(FolderNames()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads a pack by name.</summary>
    /// <exception cref="DocumentException">There is none, or it is not valid.</exception>
    public Pack Load(string name)
    {
        if (FolderNames().Contains(name, StringComparer.Ordinal)) return Pack.FromFolder(Path.Combine(_folder!, name));
        var text = ReadText(name, "pack.yaml");
        if (text is not null) return Pack.Parse($"packs/{name}/pack.yaml", text, "embedded");
        throw new DocumentException([new DocumentError(name, 1, 1, "", $"There is no pack '{name}'. {Nearest.Suggest(name, Names)}")]);
    }

    /// <summary>The relative paths of a pack's files, with forward slashes.</summary>
    public IReadOnlyList<string> Files(string name)
    {
        if (FolderNames().Contains(name, StringComparer.Ordinal))
        {
            var root = Path.Combine(_folder!, name);
            return [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
        }

        var prefix = $"{Prefix}{name}/";
        return [.. EmbeddedFiles().Where(file => file.StartsWith(prefix, StringComparison.Ordinal)).Select(file => file[prefix.Length..]).Order(StringComparer.Ordinal)];
    }

    /// <summary>The text of one of a pack's files, or null.</summary>
    public string? ReadText(string name, string file)
    {
        if (FolderNames().Contains(name, StringComparer.Ordinal))
        {
            var path = Path.Combine(_folder!, name, file);
            return File.Exists(path) ? File.ReadAllText(path) : null;
        }

        using var stream = typeof(PackStore).Assembly.GetManifestResourceStream($"{Prefix}{name}/{file}");
        if (stream is null) return null;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> EmbeddedFiles() =>
        typeof(PackStore).Assembly.GetManifestResourceNames().Select(name => name.Replace('\\', '/')).Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));

    private static IEnumerable<string> EmbeddedNames() =>
        EmbeddedFiles().Where(name => name.EndsWith("/pack.yaml", StringComparison.Ordinal)).Select(name => name.Split('/')[1]);

    private IEnumerable<string> FolderNames() =>
        _folder is null ? [] : Directory.EnumerateDirectories(_folder).Where(folder => File.Exists(Path.Combine(folder, "pack.yaml"))).Select(folder => Path.GetFileName(folder)!);
}
