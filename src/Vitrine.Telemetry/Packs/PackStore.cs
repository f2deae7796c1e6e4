using Vitrine.Telemetry.Documents;

namespace Vitrine.Telemetry.Packs;

/// <summary>The packs at hand: those embedded in the assembly, and those of a folder, which add to them or stand in their place.</summary>
public sealed class PackStore
{
    private readonly string? _folder;

    /// <summary>Looks in the assembly, and first in <paramref name="folder"/> when one is given.</summary>
    /// <param name="folder">A folder of pack folders (<c>--packs DIR</c>), or null.</param>
    public PackStore(string? folder = null)
    {
        if (folder is not null && !Directory.Exists(folder)) throw new DirectoryNotFoundException($"The pack folder '{folder}' does not exist.");
        _folder = folder;
    }

    /// <summary>The names of all packs, sorted.</summary>
    public IReadOnlyList<string> Names => [.. EmbeddedPacks.Names.Concat(FolderNames()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Reads a pack by name.</summary>
    /// <exception cref="DocumentException">There is none, or it is not valid.</exception>
    public Pack Load(string name)
    {
        if (FolderNames().Contains(name, StringComparer.Ordinal)) return Pack.FromFolder(Path.Combine(_folder!, name));
        return Pack.FromAssembly(name) ?? throw new DocumentException([new DocumentError(name, 1, 1, "", $"There is no pack '{name}'. {Nearest.Suggest(name, Names)}")]);
    }

    private IEnumerable<string> FolderNames() =>
        _folder is null ? [] : Directory.EnumerateDirectories(_folder).Where(folder => File.Exists(Path.Combine(folder, Pack.FileName))).Select(folder => Path.GetFileName(folder)!);
}
