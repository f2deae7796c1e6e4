namespace Vitrine.Telemetry.DebugServer;

/// <summary>A line of the debug listener's first page.</summary>
/// <param name="Path">A path of this listener, from the root.</param>
/// <param name="Description">What is found there, in a few words.</param>
public sealed record DebugLink(string Path, string Description);
