using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>Built in, always first: keeps out pods that are on their way out or that failed too often in a row.</summary>
internal sealed class AvailableFilter : IFilterPlugin
{
    public string Name => "available";

    public bool Keeps(in SchedulingRequest request, Pod pod, out string? reason)
    {
        reason = pod.IsDraining ? "draining" : pod.IsEjected(request.Now) ? "ejected after failures" : null;
        return reason is null;
    }
}
