namespace Vitrine.Profiling.NetTrace;

/// <summary>What a metadata record says about the events that refer to it.</summary>
/// <param name="Provider">The provider's name, such as <c>Microsoft-Windows-DotNETRuntime</c>.</param>
/// <param name="Id">The event's number within its provider.</param>
/// <param name="Version">The layout of the payload: later versions append fields.</param>
internal sealed record EventType(string Provider, int Id, int Version);
