using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling;

/// <summary>Keeps pods out of the choice. Registered by <see cref="Name"/>; stateless, or thread-safe.</summary>
internal interface IFilterPlugin
{
    /// <summary>The name that configuration, series and decisions use.</summary>
    string Name { get; }

    /// <summary>Whether the pod may take the request, and if not why, as a constant text.</summary>
    bool Keeps(in SchedulingRequest request, Pod pod, out string? reason);
}
