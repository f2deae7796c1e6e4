namespace Vitrine.Telemetry.DebugServer;

/// <summary>The first page of a debug listener.</summary>
/// <param name="Service">The service's name.</param>
/// <param name="Version">Its build.</param>
/// <param name="StartedAt">When the process started, UTC.</param>
/// <param name="UptimeSeconds">Since then.</param>
/// <param name="Running">Operations in flight.</param>
/// <param name="Ended">Operations that ended since the start.</param>
/// <param name="Packs">What each pack makes of this service.</param>
/// <param name="Links">The pages.</param>
public sealed record ServiceIndex(
    string Service,
    string Version,
    DateTimeOffset StartedAt,
    long UptimeSeconds,
    int Running,
    long Ended,
    IReadOnlyList<PackSummary> Packs,
    IReadOnlyList<DebugLink> Links);
