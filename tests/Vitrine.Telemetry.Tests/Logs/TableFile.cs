using Vitrine.Testing;

namespace Vitrine.Telemetry.Tests.Logs;

/// <summary>Reads a table beside the tests: one case a line, <c>#</c> comments and empty lines left out.</summary>
internal static class TableFile
{
    /// <summary>The lines of <paramref name="name"/>, a path below the folder of the test project, each with <c>file:line</c> for the failure message.</summary>
    public static IEnumerable<(string Where, string Text)> Read(string name)
    {
        var number = 0;
        foreach (var line in File.ReadLines(Golden.PathOf(name)))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
                yield return ($"{name}:{number}", line);
        }
    }
}
