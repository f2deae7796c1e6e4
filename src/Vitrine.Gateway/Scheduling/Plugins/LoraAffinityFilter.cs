using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling.Plugins;

/// <summary>For LoRA adapters: keeps only pods whose list of models names the adapter. Off by default, because a pod may load one when asked.</summary>
internal sealed class LoraAffinityFilter : IFilterPlugin
{
    public string Name => PluginCatalog.LoraAffinity;

    public bool Keeps(in SchedulingRequest request, Pod pod, out string? reason)
    {
        reason = !request.IsLora || Names(pod.Load.Models, request.Model) ? null : "adapter not loaded";
        return reason is null;
    }

    private static bool Names(IReadOnlyList<string> models, string model)
    {
        for (var i = 0; i < models.Count; i++)
        {
            if (string.Equals(models[i], model, StringComparison.Ordinal)) return true;
        }

        return false;
    }
}
