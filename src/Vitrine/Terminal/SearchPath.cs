namespace Vitrine.Terminal;

/// <summary>Finds programs as a shell does: by the folders of the variable PATH.</summary>
internal static class SearchPath
{
    /// <summary>The file of a program, or null where it is not installed.</summary>
    /// <param name="surroundings">Whose PATH it is.</param>
    /// <param name="program">Its name, without the ending that Windows wants.</param>
    public static string? Find(Surroundings surroundings, string program)
    {
        var file = OperatingSystem.IsWindows() ? program + ".exe" : program;
        var folders = surroundings.Variables.GetValueOrDefault("PATH", "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
