namespace Vitrine.Chaos.Campaigns;

/// <summary>How often a fault struck in a state.</summary>
internal sealed record StrikeCount(string Fault, string State, int Count);
