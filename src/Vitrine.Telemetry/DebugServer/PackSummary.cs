namespace Vitrine.Telemetry.DebugServer;

/// <summary>A pack in figures.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Driven">Families, lines and spans that the service drives.</param>
/// <param name="Missing">Those that nothing drives: reported, never shown.</param>
public sealed record PackSummary(string Name, int Driven, int Missing);
