using Vitrine.Gateway.Objects;

namespace Vitrine.Gateway.Fleet;

/// <summary>The pods of one snapshot while the next is built: who stays is taken over, who is new is made, who is left over drains.</summary>
internal sealed class PodBook
{
    private readonly Dictionary<Key, Pod> _before = [];
    private readonly Dictionary<Key, Pod> _taken = [];

    public PodBook(FleetSnapshot previous)
    {
        foreach (var pod in previous.Pods.Concat(previous.Draining)) _before.TryAdd(KeyOf(pod), pod);
    }

    /// <summary>The pod of this name, address and role: the one there is, or a new one. Two servers that name it share it.</summary>
    public Pod Take(ObjectName id, Uri address, PodRole role, string? group, PodDescription description)
    {
        var key = new Key(id, address, role, group);
        if (_taken.TryGetValue(key, out var pod)) return pod;
        pod = _before.GetValueOrDefault(key) ?? new Pod(id, address, description.Metrics, role, group, description.Labels);
        pod.Description = description;
        pod.IsDraining = false;
        return _taken[key] = pod;
    }

    /// <summary>Makes those that nobody took drain, and names them.</summary>
    public IReadOnlyList<Pod> Leave()
    {
        List<Pod> left = [.. _before.Where(pair => !_taken.ContainsKey(pair.Key)).Select(pair => pair.Value)];
        foreach (var pod in left) pod.IsDraining = true;
        return left;
    }

    private static Key KeyOf(Pod pod) => new(pod.Id, pod.Address, pod.Role, pod.Group);

    private readonly record struct Key(ObjectName Id, Uri Address, PodRole Role, string? Group);
}
