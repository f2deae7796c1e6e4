namespace Vitrine.Chaos.Campaigns;

/// <summary>How an iteration ended.</summary>
/// <param name="Seed">Its own seed: with it, a campaign of one iteration does the same again.</param>
/// <param name="At">When it ended, from the campaign's start.</param>
/// <param name="Took">Its duration.</param>
/// <param name="Commands">How many commands its writers sent.</param>
/// <param name="Entries">How many entries the log held in the end.</param>
/// <param name="Strikes">How many faults struck.</param>
/// <param name="SeenFirst">How many things it saw first.</param>
/// <param name="Seen">How many distinct things it saw.</param>
/// <param name="Failure">What it found, or null.</param>
internal sealed record IterationResult(int Seed, TimeSpan At, TimeSpan Took, int Commands, long Entries, int Strikes, int SeenFirst, int Seen, IterationFailure? Failure);
