namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>Reads a table beside the tests: one case a line, <c>#</c> comments and empty lines left out.</summary>
internal static class TableFile
{
    /// <summary>The lines of <paramref name="name"/>, each with <c>file:line</c> for the failure message.</summary>
    public static IEnumerable<(string Where, string Text)> Read(string name)
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(Folder(), name)))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                yield return ($"{name}:{number}", line);
        }
    }

    private static string Folder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Vitrine.slnx")))
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run outside the repository, and their tables lie in it.");
        return Path.Combine(root.FullName, "tests", "Vitrine.Telemetry.Tests", "Logs");
    }
}
