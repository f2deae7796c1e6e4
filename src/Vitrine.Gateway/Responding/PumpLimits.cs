namespace Vitrine.Gateway.Responding;

/// <summary>How long either side of an answer may keep the other waiting.</summary>
/// <param name="Upstream">The longest silence of the upstream.</param>
/// <param name="Client">The longest time in which the client takes nothing of what waits for it; then it is cut, for it holds a pod's work up.</param>
internal readonly record struct PumpLimits(TimeSpan Upstream, TimeSpan Client);
