namespace Vitrine.Gateway.Objects;

/// <summary>All objects of one source: a folder, or the upstreams named on the command line.</summary>
/// <param name="Routes">Where requests go.</param>
/// <param name="Servers">Groups of pods.</param>
/// <param name="Pods">Pods that the servers select by label.</param>
internal sealed record ObjectSet(IReadOnlyList<ModelRoute> Routes, IReadOnlyList<ModelServer> Servers, IReadOnlyList<PodObject> Pods)
{
    /// <summary>No object at all.</summary>
    public static readonly ObjectSet Empty = new([], [], []);

    /// <summary>How many objects there are.</summary>
    public int Count => Routes.Count + Servers.Count + Pods.Count;

    /// <summary>The objects of both.</summary>
    public ObjectSet With(ObjectSet other) => new([.. Routes, .. other.Routes], [.. Servers, .. other.Servers], [.. Pods, .. other.Pods]);
}
