using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>A model server and its pods, as they are now.</summary>
/// <param name="Server">Its document.</param>
/// <param name="Pods">Its pods; empty when none is known.</param>
internal sealed record FleetServer(ModelServer Server, IReadOnlyList<Pod> Pods)
{
    private readonly Pod[][] _byRole =
        [.. Enum.GetValues<PodRole>().Select(role => Pods.Where(pod => pod.Role == role).ToArray())];

    /// <summary>Whether prompts are prefilled by one pod and answered by another: its document groups pods, or a pod names its role.</summary>
    public bool IsDisaggregated { get; } = Server.PdGroup is not null || Pods.Any(static pod => pod.Role != PodRole.Aggregated);

    /// <summary>Pods that do a part of a request; made once.</summary>
    public IReadOnlyList<Pod> Of(PodRole role) => _byRole[(int)role];
}
