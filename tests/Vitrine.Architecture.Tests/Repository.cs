using System.Xml.Linq;
using Vitrine.Testing;

namespace Vitrine.Architecture.Tests;

/// <summary>The projects and sources of the repository.</summary>
internal static class Repository
{
    /// <summary>The projects of <c>src</c>.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Directory.EnumerateFiles(Checkout.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>C# sources below a folder of the repository, build output left out.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Checkout.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Checkout.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>The names of the projects that a project references.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
