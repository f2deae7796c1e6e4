namespace Vitrine.Testing;

/// <summary>
/// The repository's folder, as tests find its files: by walking up from the test assembly. Paths that the compiler wrote down
/// (<c>[CallerFilePath]</c>, stack traces) lead nowhere: a build with CI=true is deterministic and calls the folder <see cref="DeterministicRoot"/>.
/// </summary>
public static class Checkout
{
    /// <summary>What a deterministic build calls <see cref="Root"/>.</summary>
    public const string DeterministicRoot = "/_";

    /// <summary>The folder that holds <c>Vitrine.slnx</c>.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder, such as <c>packs/kthena/pack.yaml</c>.</summary>
    public static string PathOf(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vitrine.slnx"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests run outside the repository: no folder above the test assembly holds Vitrine.slnx.");
    }
}
