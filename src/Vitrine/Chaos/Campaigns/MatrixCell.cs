namespace Vitrine.Chaos.Campaigns;

/// <summary>In how many iterations an invariant was looked at after a fault, and in how many it did not hold.</summary>
internal sealed record MatrixCell(string Fault, string Invariant, int Iterations, int Broken);
