namespace Vitrine.Supervision;

/// <summary>How to start this program again: as its own executable, or through <c>dotnet vitrine.dll</c> when it was started so.</summary>
internal static class OwnProgram
{
    /// <summary>The file to execute and the arguments that come before ours.</summary>
    public static (string FileName, IReadOnlyList<string> Prefix) Find()
    {
        var assembly = typeof(OwnProgram).Assembly.Location;
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "vitrine.exe" : "vitrine");
        return File.Exists(executable) ? (executable, []) : (Environment.ProcessPath ?? "dotnet", [assembly]);
    }
}
