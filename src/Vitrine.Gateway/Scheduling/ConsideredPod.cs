namespace Vitrine.Gateway.Scheduling;

/// <summary>What the scheduler thought of one pod.</summary>
/// <param name="Pod">Its name.</param>
/// <param name="FilteredBy">The filter that kept it out, or null.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Total">The weighted sum of its scores; 0 when filtered.</param>
internal readonly record struct ConsideredPod(string Pod, string? FilteredBy, string? Reason, double Total);
