using Vitrine.Roles;
using Vitrine.Settings;
using Vitrine.Telemetry.Hosting;
using Vitrine.Telemetry.Logs;

namespace Vitrine.Supervision;

/// <summary>A role of <c>vitrine up</c>: what it will do, and the words that start it.</summary>
/// <param name="Role">The role.</param>
/// <param name="Settings">Its settings, as its own process will resolve them too.</param>
/// <param name="Plan">Its ports and links.</param>
/// <param name="Arguments">The arguments of its process, after the program.</param>
internal sealed record UpRole(IRole Role, ResolvedSettings Settings, RolePlan Plan, IReadOnlyList<string> Arguments)
{
    /// <summary>How to show its log lines to people.</summary>
    public PrettyLineKeys LogKeys { get; } = PrettyKeys.Of(Role.LogPack(Settings));

    /// <summary>How the supervisor starts it.</summary>
    public RoleLaunch ToLaunch()
    {
        var (fileName, prefix) = OwnProgram.Find();
        return new RoleLaunch
        {
            Role = Role.Name,
            FileName = fileName,
            Arguments = [.. prefix, .. Arguments],
            // 10 ms in hexadecimal. The runtime reads it before our code runs, so only a parent can set it; its own 1 ms costs a tenth of the throughput.
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["DOTNET_EventPipeThreadSamplingRate"] = "A" },
            ReadyUrl = Plan.ReadyUrl,
            StopStage = Role.StopStage,
        };
    }

    /// <summary>How <c>up.json</c> tells of it.</summary>
    public RunningRole ToRunning() => new(
        Role.Name,
        Plan.Listeners.ToDictionary(listener => listener.Name, listener => listener.Address.Port, StringComparer.Ordinal),
        Plan.ReadyUrl,
        Plan.DebugUrl,
        new Uri(Plan.ReadyUrl).GetLeftPart(UriPartial.Authority))
    {
        ApiKeyFile = Plan.ApiKeyFile,
        LogKeys = LogKeys,
    };
}
