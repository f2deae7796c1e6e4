using Vitrine.Chaos.Invariants;

namespace Vitrine.Chaos.Campaigns;

/// <summary>An iteration found something.</summary>
/// <param name="Invariant">What does not hold.</param>
/// <param name="What">What exactly is the matter.</param>
/// <param name="Fault">The name of the last fault before it.</param>
/// <param name="Events">What happened before it, in order.</param>
internal sealed record IterationFailure(Invariant Invariant, string What, string Fault, IReadOnlyList<string> Events);
