namespace Vitrine.Gateway.Scheduling;

/// <summary>A score plugin and how much it counts.</summary>
/// <param name="Name">Its registered name.</param>
/// <param name="Weight">What its scores of 0 to 100 are multiplied by; 0 or more.</param>
public readonly record struct ScoreWeight(string Name, double Weight = 1);
