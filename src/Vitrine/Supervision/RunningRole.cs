using Vitrine.Telemetry.Logs;

namespace Vitrine.Supervision;

/// <summary>A role of a running <c>vitrine up</c>.</summary>
/// <param name="Name">The role.</param>
/// <param name="Ports">Its ports by what they serve.</param>
/// <param name="ReadyUrl">Answers 2xx while it takes requests.</param>
/// <param name="DebugUrl">The root of its <c>/debug/*</c>.</param>
/// <param name="ApiUrl">The root of what it serves.</param>
internal sealed record RunningRole(string Name, IReadOnlyDictionary<string, int> Ports, string ReadyUrl, string DebugUrl, string ApiUrl)
{
    /// <summary>The file of the keys that its listeners want, or null when anybody may ask.</summary>
    public string? ApiKeyFile { get; init; }

    /// <summary>How its log lines are shown to people; null in a file of an older program.</summary>
    public PrettyLineKeys? LogKeys { get; init; }
}
