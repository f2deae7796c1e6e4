using Vitrine.Commands;
using Vitrine.Settings;

namespace Vitrine.Supervision;

/// <summary>The gentle traffic of <c>vitrine up --demo</c>: <c>vitrine load</c> as one more child, so that it costs the roles and their supervisor nothing.</summary>
internal static class DemoTraffic
{
    /// <summary>Its name among the roles' lines and logs.</summary>
    public const string Name = "demo";

    /// <summary>How the supervisor starts it.</summary>
    /// <param name="dataFolder">Where it learns the addresses from.</param>
    /// <param name="front">The role that it asks.</param>
    public static RoleLaunch ToLaunch(string dataFolder, UpRole front)
    {
        var (fileName, prefix) = OwnProgram.Find();
        string[] keys = front.Settings.Get(SharedSettings.ApiKeyFile) is { Length: > 0 } file ? [$"--api-key-file={file}"] : [];
        return new RoleLaunch
        {
            Role = Name,
            FileName = fileName,
            Arguments = [.. prefix, "load", "--shape=mixed", "--rate=0.5", "--duration=0", ServeCommand.SupervisedFlag, $"{SharedSettings.DataFolder.Flag}={dataFolder}", .. keys],
            ReadyUrl = front.Plan.ReadyUrl,
            IsCompanion = true,
        };
    }
}
