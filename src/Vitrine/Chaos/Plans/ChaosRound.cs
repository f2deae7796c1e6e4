namespace Vitrine.Chaos.Plans;

/// <summary>Writers write at the same time, perhaps with a fault in the middle, then readers read, then the fault is over.</summary>
/// <param name="Writes">In the order in which they are sent.</param>
/// <param name="Fault">What happens meanwhile, or null.</param>
/// <param name="Reads">While the fault lasts.</param>
internal sealed record ChaosRound(IReadOnlyList<PlannedWrite> Writes, PlannedFault? Fault, IReadOnlyList<PlannedRead> Reads);
