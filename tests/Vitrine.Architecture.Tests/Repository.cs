using System.Xml.Linq;

namespace Vitrine.Architecture.Tests;

/// <summary>The repository as files: found by walking up from the test assembly.</summary>
internal static class Repository
{
    /// <summary>The folder that holds <c>Vitrine.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The projects of <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>C# sources below a folder of the repository, build output left out.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>The names of the projects that a project references.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("No folder above the test assembly holds Vitrine.slnx.");
    }
}
