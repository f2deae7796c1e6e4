namespace Vitrine.Telemetry.DebugServer;

/// <summary>
/// Pages that a part adds to the debug listener: profiles, live charts, a role's own dump. Register it as a singleton; it is asked once, when
/// the listener starts.
/// </summary>
public interface IDebugPages
{
    /// <summary>What the first page links to.</summary>
    IReadOnlyList<DebugLink> Links { get; }

    /// <summary>Maps the pages. Paths are absolute; nothing of the service's API is served beside them.</summary>
    void Map(IEndpointRouteBuilder endpoints);
}
