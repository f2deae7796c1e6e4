using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>Keeps out pods in which too many requests wait. A pod that has not said so lately stays.</summary>
internal sealed class LeastRequestFilter(int maxWaiting) : IFilterPlugin
{
    public string Name => PluginCatalog.LeastRequest;

    public bool Keeps(in SchedulingRequest request, Pod pod, out string? reason)
    {
        var load = pod.Load;
        reason = load.Waiting >= maxWaiting && request.Trusts(load) ? "too many waiting requests" : null;
        return reason is null;
    }
}
