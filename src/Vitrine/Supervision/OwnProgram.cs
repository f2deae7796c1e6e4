namespace Vitrine.Supervision;

/// <summary>How to start this program again: as the executable it was started as, a <c>dotnet</c> tool's among them, or through <c>dotnet vitrine.dll</c>.</summary>
internal static class OwnProgram
{
    /// <summary>The file to execute and the arguments that come before ours.</summary>
    public static (string FileName, IReadOnlyList<string> Prefix) Find()
    {
        var executable = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "vitrine.exe" : "vitrine");
        if (File.Exists(executable)) return (executable, []);
        var process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) == "dotnet" ? (process, [Path.Combine(AppContext.BaseDirectory, "vitrine.dll")]) : (process, []);
    }
}
