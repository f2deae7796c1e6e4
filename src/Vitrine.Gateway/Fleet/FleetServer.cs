using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>A model server and its pods, as they are now.</summary>
/// <param name="Server">Its document.</param>
/// <param name="Pods">Its pods; empty when none is known.</param>
internal sealed record FleetServer(ModelServer Server, IReadOnlyList<Pod> Pods)
{
    private readonly Pod[][] _byRole =
        [.. Enum.GetValues<PodRole>().Select(role => Pods.Where(pod => pod.Role == role).ToArray())];

    /// <summary>Pods that do a part of a request; made once.</summary>
    public IReadOnlyList<Pod> Of(PodRole role) => _byRole[(int)role];
}
