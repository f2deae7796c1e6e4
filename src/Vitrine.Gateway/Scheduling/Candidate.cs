using Vitrine.Gateway.Fleet;

namespace Vitrine.Gateway.Scheduling;

/// <summary>A pod in the order of attempts.</summary>
/// <param name="Pod">The pod; with disaggregation the one that decodes.</param>
/// <param name="Prefill">The pod that prefills for it, or null.</param>
/// <param name="Total">The weighted sum of its scores.</param>
internal readonly record struct Candidate(Pod Pod, Pod? Prefill, double Total);
