namespace Vitrine.Gateway.Fleet;

/// <summary>A server named by its address alone: it stands for a route, a model server and a pod per model that it serves.</summary>
/// <param name="Address">Scheme and authority of its API.</param>
/// <param name="Debug">
/// The debug listener of a model server of ours, or null. Its models and metrics are read there, so that watching moves none of its counters.
/// </param>
internal sealed record Upstream(Uri Address, Uri? Debug = null);
